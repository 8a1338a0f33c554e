import { RelativeTime, Section, TextLink } from '@rollcall/ui';
import { IconAlertTriangle, IconCircle, IconCircleCheckFilled, IconInfoCircle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { CodeText } from '../../components/code-text.tsx';
import { MarkedText } from '../../components/marked-text.tsx';
import { useActivityStream } from '../../data/activity.ts';
import { queryClient } from '../../data/client.ts';
import { type Guide, guideQuery } from '../../data/integrations.ts';
import { Loaded } from '../loaded.tsx';
import css from './checklist.module.css';

const steps: Record<Guide['checklist'][number]['step'], string> = {
  connectionTested: 'Connection tested',
  firstUser: 'First user created',
  firstUpdate: 'First profile update',
  firstDeactivation: 'First deactivation',
  firstGroup: 'First group pushed',
};

/** Ticks itself as requests arrive. */
export function Checklist({ integrationId }: { readonly integrationId: string }) {
  const query = guideQuery(integrationId);
  const guide = useQuery(query);
  useActivityStream({
    filter: { integrationId: [integrationId] },
    enabled: true,
    onRequest: () => void queryClient.invalidateQueries({ queryKey: query.queryKey }),
  });
  return (
    <Loaded query={guide} lines={5}>
      {(seen) => <Seen guide={seen} integrationId={integrationId} />}
    </Loaded>
  );
}

function Seen({ guide, integrationId }: { readonly guide: Guide; readonly integrationId: string }) {
  const done = guide.checklist.filter((item) => item.done).length;
  return (
    <>
      <Section title="Checklist" description={`${done} of ${guide.checklist.length} seen, live`} flush>
        <ul className={css.list} aria-live="polite">
          {guide.checklist.map((item) => (
            <li key={item.step} className={css.item} data-done={item.done || undefined}>
              {item.done ? (
                <IconCircleCheckFilled size={18} className={css.mark} aria-label="Done" />
              ) : (
                <IconCircle size={18} className={css.mark} aria-label="Not yet" />
              )}
              <span className={css.label}>{steps[item.step]}</span>
              {item.done && item.requestId ? (
                <TextLink to="/activity" search={{ request: item.requestId, integration: integrationId }} fz="sm">
                  <RelativeTime at={item.at} />
                </TextLink>
              ) : null}
            </li>
          ))}
        </ul>
      </Section>
      {guide.hints.length > 0 ? <Hints hints={guide.hints} integrationId={integrationId} /> : null}
    </>
  );
}

function Hints({ hints, integrationId }: { readonly hints: Guide['hints']; readonly integrationId: string }) {
  return (
    <div className={css.hints}>
      <Section title="Hints" flush>
        <ul className={css.list}>
          {hints.map((hint) => (
            <li key={hint.key} className={css.hint} data-severity={hint.severity}>
              {hint.severity === 'info' ? (
                <IconInfoCircle size={17} aria-hidden />
              ) : (
                <IconAlertTriangle size={17} aria-hidden />
              )}
              <div>
                <p>
                  <MarkedText>{hint.text}</MarkedText>
                </p>
                <p className={css.todo}>
                  <CodeText>{hint.todo}</CodeText>
                </p>
                <p className={css.links}>
                  <RelativeTime at={hint.at} />
                  {hint.requestId ? (
                    <TextLink to="/activity" search={{ request: hint.requestId, integration: integrationId }}>
                      Request
                    </TextLink>
                  ) : null}
                  {hint.groupId ? (
                    <TextLink to="/groups/$groupId" params={{ groupId: hint.groupId }}>
                      Group
                    </TextLink>
                  ) : null}
                  {hint.userId ? (
                    <TextLink to="/users/$userId" params={{ userId: hint.userId }}>
                      User
                    </TextLink>
                  ) : null}
                </p>
              </div>
            </li>
          ))}
        </ul>
      </Section>
    </div>
  );
}
