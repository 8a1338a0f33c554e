import { Fragment } from 'react';

/** Text in which `x` is set as code; everything else stays as it is, asterisks too. */
export function CodeText({ children }: { readonly children: string }) {
  return children.split(/(`[^`]+`)/).map((part, index) => {
    const code = /^`([^`]+)`$/.exec(part)?.[1];
    // biome-ignore lint/suspicious/noArrayIndexKey: the text does not change
    return code === undefined ? <Fragment key={index}>{part}</Fragment> : <code key={index}>{code}</code>;
  });
}
