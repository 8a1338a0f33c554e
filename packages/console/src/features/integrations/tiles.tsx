import { Text } from '@mantine/core';
import { ButtonLink, Tag, TextLink } from '@rollcall/ui';
import { IconArrowsExchange } from '@tabler/icons-react';
import { providerWords } from '../../components/integration-words.ts';
import { useMay } from '../../data/session.ts';
import css from './tiles.module.css';

const guides = ['okta', 'entra', 'onelogin', 'jumpcloud', 'google', 'other'] as const;

export function Tiles() {
  const mayChange = useMay('admin');
  return (
    <section aria-labelledby="directory-integrations">
      <h2 id="directory-integrations" className={css.heading}>
        Directory integrations
      </h2>
      <div className={css.tiles}>
        <article className={`rc-card ${css.tile}`} aria-labelledby="scim-protocol">
          <span className={css.icon} aria-hidden>
            <IconArrowsExchange size={22} />
          </span>
          <div className={css.text}>
            <h3 id="scim-protocol" className={css.title}>
              SCIM protocol
            </h3>
            <Text c="dimmed">
              Your identity provider sends users and groups, and every change of them, by itself. Works with any
              provider that speaks SCIM 2.0; with step-by-step guides for:
            </Text>
            <div className={css.guides}>
              {guides.map((provider) => (
                <Tag key={provider}>{providerWords[provider]}</Tag>
              ))}
            </div>
          </div>
          <div className={css.foot}>
            {mayChange ? (
              <ButtonLink to="/integrations/new">Add and configure</ButtonLink>
            ) : (
              <Text c="dimmed">Adding an integration takes an admin.</Text>
            )}
            <TextLink to="/supported-attributes">Supported attributes</TextLink>
          </div>
        </article>
      </div>
    </section>
  );
}
