-- What users did with cards of risk models: the last word of each user on each card. Of a patient there is
-- only what somebody writes into a comment.
create table andiron.cds_feedback (
  service  text        not null,
  card     uuid        not null,
  issuer   text        not null,
  client   text        not null,
  subject  text        not null,
  model    text        not null,
  version  text        not null,
  digest   text        not null,
  outcome  text        not null check (outcome in ('accepted', 'overridden')),
  reason   text,
  comment  text,
  at       timestamptz not null,
  received timestamptz not null default now(),
  constraint cds_feedback_pkey primary key (service, card, issuer, client, subject)
);
create index cds_feedback_model on andiron.cds_feedback (digest, received);
comment on column andiron.cds_feedback.issuer is 'Who named client and subject; empty for this server';
comment on column andiron.cds_feedback.client is 'Empty in mode open, as is the subject';
comment on column andiron.cds_feedback.subject is 'The user; the client itself if none stands behind it';
comment on column andiron.cds_feedback.digest is 'Of the package that made the card';
comment on column andiron.cds_feedback.reason is 'Code of risk-override-reason';
comment on column andiron.cds_feedback.at is 'When the user did it, as the client says';
