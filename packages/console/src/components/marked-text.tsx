import { Fragment } from 'react';

/** Text in which `**x**` (or `*x*`, a name) is bold. */
export function MarkedText({ children }: { readonly children: string }) {
  return children.split(/(\*\*[^*]+\*\*|\*[^*]+\*)/).map((part, index) => {
    const bold = /^\*+([^*]+)\*+$/.exec(part)?.[1];
    // biome-ignore lint/suspicious/noArrayIndexKey: the text does not change
    return bold === undefined ? <Fragment key={index}>{part}</Fragment> : <strong key={index}>{bold}</strong>;
  });
}
