import { Button, FileInput, Modal, Progress, Stack, Text } from '@mantine/core';
import { FormButtons } from '@rollcall/ui/form-buttons';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { importQuery, usePreviewImport, useStartImport } from '../../data/devices.ts';
import { count } from '../../lib/count.ts';
import { FormError } from '../form-error.tsx';

interface DialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
}

export function ImportDialog(props: DialogProps) {
  return (
    <Modal opened={props.opened} onClose={props.onClose} title="Import devices from CSV" size="lg">
      <Import {...props} />
    </Modal>
  );
}

/** A file, what it would do line by line, then its progress. */
function Import({ onClose }: DialogProps) {
  const [file, setFile] = useState<File | null>(null);
  const preview = usePreviewImport();
  const start = useStartImport();
  const running = useQuery({ ...importQuery(start.data ?? ''), enabled: start.data !== undefined }).data;
  const choose = (chosen: File | null) => {
    setFile(chosen);
    preview.reset();
    if (chosen) preview.mutate(chosen);
  };
  if (running)
    return (
      <Stack gap="md">
        <Progress value={running.total === 0 ? 100 : (100 * running.done) / running.total} aria-label="Progress" />
        <Text size="sm" role="status">
          {running.state === 'running' ? `${running.done} of ${count(running.total, 'line')}` : 'Done'}:{' '}
          {running.created} added, {running.updated} updated, {count(running.errors.length, 'error')}
        </Text>
        <Lines lines={running.errors.map(({ line, message }) => ({ line, text: message }))} />
        <Button onClick={onClose}>Close</Button>
      </Stack>
    );
  const found = preview.data;
  return (
    <Stack gap="md">
      <FileInput
        label="CSV file"
        description="A header line, then a device a line: device_name, serial_number, device_family, model, os_version, tags, user…"
        placeholder="Choose a file"
        accept=".csv,text/csv"
        value={file}
        onChange={choose}
      />
      {found ? (
        <>
          <Text size="sm" role="status">
            {count(found.total, 'line')}: {found.creates} to add, {found.updates} to update,{' '}
            {count(found.errors, 'error')}
            {found.unknown_columns.length > 0 ? `. Columns left out: ${found.unknown_columns.join(', ')}` : ''}
          </Text>
          <Lines
            lines={found.lines.map((line) => ({
              line: line.line,
              text: [
                line.device_name || line.serial_number,
                line.action,
                line.user_state === 'awaited' ? `waits for ${line.user}` : line.user,
                ...line.messages,
              ]
                .filter(Boolean)
                .join(' · '),
            }))}
          />
        </>
      ) : null}
      <FormError error={preview.error ?? start.error} />
      <FormButtons
        label="Import"
        disabled={!file || !found || found.creates + found.updates === 0}
        busy={start.isPending || preview.isPending}
        onClick={() => file && start.mutate(file)}
        onCancel={onClose}
      />
    </Stack>
  );
}

function Lines({ lines }: { readonly lines: readonly { readonly line: number; readonly text: string }[] }) {
  if (lines.length === 0) return null;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and the keyboard must reach it
    <ul style={{ maxHeight: 260, overflowY: 'auto', margin: 0, paddingLeft: 18 }} tabIndex={0} aria-label="Lines">
      {lines.map(({ line, text }) => (
        <li key={`${line} ${text}`}>
          Line {line}: {text}
        </li>
      ))}
    </ul>
  );
}
