import { StatusBadge, Tag, type Tone } from '@rollcall/ui';

const toneOf = (status: number): Tone => (status >= 500 ? 'bad' : status >= 400 ? 'warn' : 'good');

export function HttpStatus({ status }: { readonly status: number }) {
  return (
    <StatusBadge tone={toneOf(status)}>
      <span className="rc-tabular">{status}</span>
    </StatusBadge>
  );
}

export function HttpMethod({ method }: { readonly method: string }) {
  return <Tag mono>{method}</Tag>;
}
