-- Which code includes which decides under which rule a record is, so that a code system that is stored
-- or loaded has them looked at again: those only whose consents ask for codes.
alter table andiron.ruling_state
  add code_systems text    not null default '',
  add codes_only   boolean not null default false;
