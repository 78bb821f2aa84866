-- What became of those whose risk was predicted: one row for each outcome of a stored RiskAssessment, told by
-- somebody or found in the record. What is told again takes the place of what was told before, with a new
-- number, so that nothing counts twice and the order is that in which it became known.
create table andiron.risk_outcome (
  number      bigint generated always as identity constraint risk_outcome_pkey primary key,
  assessment  text,
  outcome     text        not null,
  digest      text        not null,
  probability double precision,
  state       text        not null check (state in ('occurred', 'not_occurred', 'censored', 'unknown')),
  groups      jsonb       not null,
  derived     boolean     not null,
  look_again  timestamptz,
  told        timestamptz not null,
  constraint risk_outcome_of_assessment unique (assessment, outcome)
);
create index risk_outcome_counted on andiron.risk_outcome (digest, number)
  where probability is not null and state in ('occurred', 'not_occurred');
comment on column andiron.risk_outcome.assessment is
  'Logical id of the RiskAssessment; null once that is deleted, so that nobody can be found by the row any more';
comment on column andiron.risk_outcome.digest is 'Of the package that predicted';
comment on column andiron.risk_outcome.probability is 'As it was predicted; null of points, which are not counted';
comment on column andiron.risk_outcome.groups is 'Groups of the patient by attribute';
comment on column andiron.risk_outcome.derived is 'Whether the server found it in the record; what is told goes before it';
comment on column andiron.risk_outcome.look_again is 'When to look into the record again; null for never';

-- Nothing was ever written there.
alter table andiron.risk_count drop column outcomes;
