-- What the audit log has been told of that has a state rather than events: the schema, and the files of
-- fhir-config. What is another at a start was changed, and that is recorded.
create table andiron.recorded_state (
  name  text primary key,
  state text not null
);
comment on column andiron.recorded_state.state is 'A version, or the SHA-256 of a file in hexadecimal';
