import { Anchor, type AnchorProps, Button, type ButtonProps } from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import type { AnchorHTMLAttributes, Ref } from 'react';

type AnchorAttributes = Omit<AnchorHTMLAttributes<HTMLAnchorElement>, keyof AnchorProps> & {
  readonly ref?: Ref<HTMLAnchorElement>;
};
function PlainAnchor(props: AnchorProps & AnchorAttributes) {
  return <Anchor {...props} />;
}
type ButtonAttributes = Omit<AnchorHTMLAttributes<HTMLAnchorElement>, keyof ButtonProps> & {
  readonly ref?: Ref<HTMLAnchorElement>;
};
function PlainButton(props: ButtonProps & ButtonAttributes) {
  return <Button component="a" {...props} />;
}

/** A link in text, within the console. */
export const TextLink = createLink(PlainAnchor);
/** A link that looks like a button. */
export const ButtonLink = createLink(PlainButton);
