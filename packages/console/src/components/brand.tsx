import css from './brand.module.css';

export function Brand({ note }: { readonly note?: string }) {
  return (
    <span className={css.brand}>
      <img src="/favicon.svg" alt="" width={24} height={24} />
      <span className={css.text}>
        <span className={css.name}>Rollcall</span>
        {note ? <span className={css.note}>{note}</span> : null}
      </span>
    </span>
  );
}
