import { Drawer } from '@mantine/core';
import type { ReactNode } from 'react';

interface DetailDrawerProps {
  readonly opened: boolean;
  readonly title: ReactNode;
  readonly onClose: () => void;
  readonly children: ReactNode;
  readonly width?: number;
}

/** Details beside a list: the list stays where it was. */
export function DetailDrawer({ opened, title, onClose, children, width = 640 }: DetailDrawerProps) {
  return (
    <Drawer opened={opened} onClose={onClose} title={title} size={width} overlayProps={{ backgroundOpacity: 0.25 }}>
      {children}
    </Drawer>
  );
}
