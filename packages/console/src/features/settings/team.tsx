import { Button, Modal, Select, Stack, TextInput } from '@mantine/core';
import {
  type Column,
  Confirm,
  DataTable,
  EmptyState,
  RelativeTime,
  Section,
  StatusBadge,
  Tag,
  toast,
} from '@rollcall/ui';
import { FormButtons } from '@rollcall/ui/form-buttons';
import { RowMenu } from '@rollcall/ui/row-menu';
import { useSuspenseQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { roleOptions, roleWords } from '../../components/role-words.ts';
import { SecretDialog } from '../../components/secret-dialog.tsx';
import { useMay } from '../../data/session.ts';
import {
  type Invitation,
  type Member,
  teamQuery,
  useInvite,
  useRemoveMember,
  useRevokeInvitation,
  useSetRole,
} from '../../data/settings.ts';
import { failed } from '../failed.ts';
import { FormError } from '../form-error.tsx';

type Role = Member['role'];
const isRole = (value: string | null): value is Role => value === 'owner' || value === 'admin' || value === 'auditor';

export function TeamSettings() {
  const { members, invitations } = useSuspenseQuery(teamQuery).data;
  const isOwner = useMay('owner');
  return (
    <Stack gap="lg">
      <Members members={members} isOwner={isOwner} />
      {isOwner || invitations.length > 0 ? <Invitations invitations={invitations} isOwner={isOwner} /> : null}
    </Stack>
  );
}

function Members({ members, isOwner }: { readonly members: readonly Member[]; readonly isOwner: boolean }) {
  const [removing, setRemoving] = useState<Member | null>(null);
  const remove = useRemoveMember();
  const columns: readonly Column<Member>[] = [
    {
      id: 'name',
      header: 'Name',
      width: 'minmax(140px, 1.2fr)',
      cell: (row) => (
        <>
          {row.name} {row.you ? <Tag>you</Tag> : null}
        </>
      ),
      narrow: 'title',
    },
    { id: 'email', header: 'E-mail', width: 'minmax(140px, 1.3fr)', cell: (row) => row.email, narrow: 'detail' },
    {
      id: 'role',
      header: 'Role',
      width: '124px',
      cell: (row) => (isOwner ? <RoleSelect member={row} /> : roleWords[row.role]),
      narrow: 'end',
    },
    {
      id: 'second',
      header: 'Two-factor',
      width: '90px',
      cell: (row) => (
        <StatusBadge tone={row.twoFactorEnabled ? 'good' : 'idle'}>{row.twoFactorEnabled ? 'On' : 'Off'}</StatusBadge>
      ),
    },
    { id: 'active', header: 'Last active', width: '104px', cell: (row) => <RelativeTime at={row.lastActiveAt} /> },
  ];
  return (
    <Section title="Members" flush>
      <DataTable
        inline
        label="Members"
        columns={columns}
        rows={members}
        rowKey={(row) => row.id}
        {...(isOwner
          ? {
              rowActions: (row: Member) => (
                <RowMenu
                  label={`Actions for ${row.name}`}
                  items={[{ label: 'Remove', danger: true, run: () => setRemoving(row) }]}
                />
              ),
            }
          : {})}
      />
      <Confirm
        opened={removing !== null}
        title={`Remove ${removing?.name ?? ''}`}
        action="Remove"
        danger
        busy={remove.isPending}
        onClose={() => setRemoving(null)}
        onConfirm={() =>
          removing &&
          remove.mutate(removing.id, {
            onSuccess: () => {
              toast({ title: `${removing.name} was removed` });
              setRemoving(null);
            },
            onError: failed,
          })
        }
      >
        They can no longer see this tenant. Their sessions and API tokens for it stop at once.
      </Confirm>
    </Section>
  );
}

function RoleSelect({ member }: { readonly member: Member }) {
  const setRole = useSetRole();
  const change = (role: Role) =>
    setRole.mutate(
      { memberId: member.id, role },
      {
        onSuccess: () =>
          toast({
            title: `${member.name} is ${roleWords[role].toLowerCase()} now`,
            action: { label: 'Undo', run: () => setRole.mutate({ memberId: member.id, role: member.role }) },
          }),
        onError: failed,
      },
    );
  return (
    <Select
      size="xs"
      w={104}
      aria-label={`Role of ${member.name}`}
      allowDeselect={false}
      data={Object.entries(roleWords).map(([value, label]) => ({ value, label }))}
      value={member.role}
      onChange={(value) => {
        if (isRole(value)) change(value);
      }}
    />
  );
}

const invitationColumns: readonly Column<Invitation>[] = [
  { id: 'email', header: 'E-mail', width: 'minmax(160px, 1.4fr)', cell: (row) => row.email, narrow: 'title' },
  { id: 'role', header: 'Role', width: '100px', cell: (row) => roleWords[row.role], narrow: 'detail' },
  { id: 'by', header: 'Invited by', width: 'minmax(120px, 1fr)', cell: (row) => row.invitedBy },
  {
    id: 'expires',
    header: 'Expires',
    width: '110px',
    cell: (row) => <RelativeTime at={row.expiresAt} />,
    narrow: 'end',
  },
];

function Invitations({
  invitations,
  isOwner,
}: {
  readonly invitations: readonly Invitation[];
  readonly isOwner: boolean;
}) {
  const [inviting, setInviting] = useState(false);
  const [link, setLink] = useState<string | null>(null);
  const revoke = useRevokeInvitation();
  return (
    <Section
      title="Invitations"
      description="An invitation is a link: send it to the person yourself."
      flush
      actions={isOwner ? <Button onClick={() => setInviting(true)}>Invite</Button> : null}
    >
      <DataTable
        inline
        label="Invitations"
        columns={invitationColumns}
        rows={invitations}
        rowKey={(row) => row.id}
        empty={<EmptyState title="No open invitation" />}
        {...(isOwner
          ? {
              rowActions: (row: Invitation) => (
                <RowMenu
                  label={`Actions for ${row.email}`}
                  items={[
                    {
                      label: 'Withdraw',
                      danger: true,
                      run: () =>
                        revoke.mutate(row.id, {
                          onSuccess: () => toast({ title: `The invitation of ${row.email} was withdrawn` }),
                          onError: failed,
                        }),
                    },
                  ]}
                />
              ),
            }
          : {})}
      />
      <Modal opened={inviting} onClose={() => setInviting(false)} title="Invite somebody">
        <InviteForm
          onCancel={() => setInviting(false)}
          onInvited={(url) => {
            setInviting(false);
            setLink(url);
          }}
        />
      </Modal>
      <SecretDialog
        title="Invitation link"
        lead="Send it to the person. It works once and will not be visible again after you click Done."
        values={link === null ? null : [{ label: 'Link', value: link }]}
        onClose={() => setLink(null)}
      />
    </Section>
  );
}

function InviteForm({
  onCancel,
  onInvited,
}: {
  readonly onCancel: () => void;
  readonly onInvited: (link: string) => void;
}) {
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<Role>('admin');
  const invite = useInvite();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    invite.mutate({ email: email.trim(), role }, { onSuccess: (shown) => onInvited(shown.link) });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <TextInput
          label="E-mail"
          type="email"
          data-autofocus
          required
          withAsterisk={false}
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <Select
          label="Role"
          allowDeselect={false}
          data={[...roleOptions]}
          value={role}
          onChange={(value) => {
            if (isRole(value)) setRole(value);
          }}
        />
        <FormError error={invite.error} />
        <FormButtons label="Create link" busy={invite.isPending} onCancel={onCancel} />
      </Stack>
    </form>
  );
}
