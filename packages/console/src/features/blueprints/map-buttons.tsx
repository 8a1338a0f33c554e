import { ActionIcon } from '@mantine/core';
import { IconArrowLeft, IconArrowRight, IconPencil, IconTrash } from '@tabler/icons-react';
import type { ReactNode } from 'react';

interface MapButtonsProps {
  /** Of the condition or block that they change. */
  readonly name: string;
  readonly tabIndex: number;
  readonly pencil: 'Edit' | 'Rename';
  readonly onPencil: () => void;
  /** Absent where it stands alone or has its fixed place. */
  readonly move?: { readonly by: (by: number) => void; readonly first?: boolean; readonly last?: boolean } | undefined;
  readonly onRemove: () => void;
}

/** What a condition and a block of a map have in common: to be changed, moved among its like, removed. */
export function MapButtons({ name, tabIndex, pencil, onPencil, move, onRemove }: MapButtonsProps) {
  const button = (label: string, icon: ReactNode, onClick: () => void, disabled = false) => (
    <ActionIcon size={24} tabIndex={tabIndex} aria-label={label} disabled={disabled} onClick={onClick}>
      {icon}
    </ActionIcon>
  );
  return (
    <>
      {button(`${pencil} ${name}`, <IconPencil size={15} />, onPencil)}
      {move ? (
        <>
          {button(`Move ${name} left`, <IconArrowLeft size={15} />, () => move.by(-1), move.first)}
          {button(`Move ${name} right`, <IconArrowRight size={15} />, () => move.by(1), move.last)}
        </>
      ) : null}
      {button(`Remove ${name}`, <IconTrash size={15} />, onRemove)}
    </>
  );
}
