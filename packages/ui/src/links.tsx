import { Anchor, type AnchorProps, Button, type ButtonProps, Menu, type MenuItemProps } from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import type { AnchorHTMLAttributes, Ref } from 'react';

type Attributes<Props> = Omit<AnchorHTMLAttributes<HTMLAnchorElement>, keyof Props> & {
  readonly ref?: Ref<HTMLAnchorElement>;
};
function PlainAnchor(props: AnchorProps & Attributes<AnchorProps>) {
  return <Anchor {...props} />;
}
function PlainButton(props: ButtonProps & Attributes<ButtonProps>) {
  return <Button component="a" {...props} />;
}
function PlainItem(props: MenuItemProps & Attributes<MenuItemProps>) {
  return <Menu.Item component="a" {...props} />;
}

/** A link in text, within the console. */
export const TextLink = createLink(PlainAnchor);
/** A link that looks like a button. */
export const ButtonLink = createLink(PlainButton);
/** A link in a menu. */
export const MenuLink = createLink(PlainItem);
