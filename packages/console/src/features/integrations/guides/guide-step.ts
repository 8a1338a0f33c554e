/** One step at the identity provider. `**x**` marks a control's label; `copy` is a value to carry over. */
interface GuideStep {
  readonly title: string;
  readonly lines: readonly string[];
  readonly copy?: { readonly label: string; readonly value: string };
}
export interface ProviderGuide {
  readonly prerequisites: readonly string[];
  readonly steps: (url: string) => readonly GuideStep[];
  readonly notes: readonly string[];
}
