import { Button } from '@mantine/core';
import { Section } from '@rollcall/ui';
import { type ReactNode, useState } from 'react';

export function EditButton({ onClick }: { readonly onClick: () => void }) {
  return (
    <Button variant="default" size="xs" onClick={onClick}>
      Edit
    </Button>
  );
}

interface EditableSectionProps {
  readonly title: string;
  readonly description?: string;
  /** What is drawn instead while somebody edits. */
  readonly form: (onDone: () => void) => ReactNode;
  readonly children: ReactNode;
}

/** Shows what is set; Edit puts a form in its place. */
export function EditableSection({ form, children, ...head }: EditableSectionProps) {
  const [editing, setEditing] = useState(false);
  return (
    <Section {...head} actions={editing ? null : <EditButton onClick={() => setEditing(true)} />}>
      {editing ? form(() => setEditing(false)) : children}
    </Section>
  );
}
