-- What exists for a request. A restricted request sets one of the two restricted roles for its
-- transactions, and settings that say what it may see; policies hide the rest. The owner of the tables
-- is not subject to them.

-- The references that make a resource part of a patient's compartment, as hfj_res_link.src_path has
-- them: those of the R4 compartment definition, and of types that it leaves out though they are about
-- one patient (Contract, Device, GuidanceResponse, Task).
create table andiron.compartment_path (
  path text primary key
);
insert into andiron.compartment_path (path) values
  ('Account.subject'),
  ('AdverseEvent.subject'),
  ('AllergyIntolerance.asserter'),
  ('AllergyIntolerance.patient'),
  ('AllergyIntolerance.recorder'),
  ('Appointment.participant.actor'),
  ('AppointmentResponse.actor'),
  ('AuditEvent.agent.who.where(resolve() is Patient)'),
  ('AuditEvent.entity.what.where(resolve() is Patient)'),
  ('Basic.author'),
  ('Basic.subject.where(resolve() is Patient)'),
  ('BodyStructure.patient'),
  ('CarePlan.activity.detail.performer'),
  ('CarePlan.subject.where(resolve() is Patient)'),
  ('CareTeam.participant.member'),
  ('CareTeam.subject.where(resolve() is Patient)'),
  ('ChargeItem.subject'),
  ('Claim.patient'),
  ('Claim.payee.party'),
  ('ClaimResponse.patient'),
  ('ClinicalImpression.subject'),
  ('Communication.recipient'),
  ('Communication.sender'),
  ('Communication.subject'),
  ('CommunicationRequest.recipient'),
  ('CommunicationRequest.requester'),
  ('CommunicationRequest.sender'),
  ('CommunicationRequest.subject'),
  ('Composition.attester.party'),
  ('Composition.author'),
  ('Composition.subject'),
  ('Condition.asserter'),
  ('Condition.subject.where(resolve() is Patient)'),
  ('Consent.patient'),
  ('Contract.subject'),
  ('Contract.subject.where(resolve() is Patient)'),
  ('Coverage.beneficiary'),
  ('Coverage.payor'),
  ('Coverage.policyHolder'),
  ('Coverage.subscriber'),
  ('CoverageEligibilityRequest.patient'),
  ('CoverageEligibilityResponse.patient'),
  ('DetectedIssue.patient'),
  ('Device.patient'),
  ('DeviceRequest.performer'),
  ('DeviceRequest.subject'),
  ('DeviceUseStatement.subject'),
  ('DiagnosticReport.subject'),
  ('DocumentManifest.author'),
  ('DocumentManifest.recipient'),
  ('DocumentManifest.subject'),
  ('DocumentReference.author'),
  ('DocumentReference.subject'),
  ('Encounter.subject.where(resolve() is Patient)'),
  ('EnrollmentRequest.candidate'),
  ('EpisodeOfCare.patient'),
  ('ExplanationOfBenefit.patient'),
  ('ExplanationOfBenefit.payee.party'),
  ('FamilyMemberHistory.patient'),
  ('Flag.subject.where(resolve() is Patient)'),
  ('Goal.subject.where(resolve() is Patient)'),
  ('Group.member.entity'),
  ('GuidanceResponse.subject'),
  ('GuidanceResponse.subject.where(resolve() is Patient)'),
  ('ImagingStudy.subject.where(resolve() is Patient)'),
  ('Immunization.patient'),
  ('ImmunizationEvaluation.patient'),
  ('ImmunizationRecommendation.patient'),
  ('Invoice.recipient'),
  ('Invoice.subject'),
  ('Invoice.subject.where(resolve() is Patient)'),
  ('List.source'),
  ('List.subject'),
  ('MeasureReport.subject.where(resolve() is Patient)'),
  ('Media.subject'),
  ('MedicationAdministration.performer.actor'),
  ('MedicationAdministration.subject'),
  ('MedicationAdministration.subject.where(resolve() is Patient)'),
  ('MedicationDispense.receiver'),
  ('MedicationDispense.subject'),
  ('MedicationDispense.subject.where(resolve() is Patient)'),
  ('MedicationRequest.subject'),
  ('MedicationStatement.subject'),
  ('MolecularSequence.patient'),
  ('NutritionOrder.patient'),
  ('Observation.performer'),
  ('Observation.subject'),
  ('Patient.link.other'),
  ('Person.link.target.where(resolve() is Patient)'),
  ('Procedure.performer.actor'),
  ('Procedure.subject.where(resolve() is Patient)'),
  ('Provenance.target.where(resolve() is Patient)'),
  ('QuestionnaireResponse.author'),
  ('QuestionnaireResponse.subject'),
  ('RelatedPerson.patient'),
  ('RequestGroup.action.participant'),
  ('RequestGroup.subject'),
  ('ResearchSubject.individual'),
  ('RiskAssessment.subject'),
  ('Schedule.actor'),
  ('ServiceRequest.performer'),
  ('ServiceRequest.subject'),
  ('Specimen.subject'),
  ('SupplyDelivery.patient'),
  ('SupplyRequest.deliverTo'),
  ('Task.for'),
  ('Task.for.where(resolve() is Patient)'),
  ('VisionPrescription.patient');

-- Whose patient's record a resource is part of, version by version: rows are written in the
-- transaction that stores the resource, and only when the set changes. Of a deleted resource the last
-- ones stay current, so that who could see it is told that it is gone.
create table andiron.compartment (
  res_id       bigint  not null,
  patient      bigint  not null,
  res_type     text    not null,
  from_version bigint  not null,
  to_version   bigint
);
create index compartment_resource on andiron.compartment (res_id, patient) where to_version is null;
create index compartment_versions on andiron.compartment (res_id);
create index compartment_patient on andiron.compartment (patient, res_id) where to_version is null;
comment on column andiron.compartment.patient is 'res_id of the Patient';
comment on column andiron.compartment.to_version is
  'The first version that is not in the compartment any more; null if the newest is';

-- Queries by which callers see some resources of a type, and what each of them finds. Kept in the
-- transaction that stores a resource, like the compartments.
create table andiron.admission_query (
  id    integer generated always as identity primary key,
  type  text not null,
  query text not null,
  unique (type, query)
);
create table andiron.admitted (
  res_id       bigint  not null,
  query_id     integer not null,
  from_version bigint  not null,
  to_version   bigint
);
create index admitted_resource on andiron.admitted (res_id, query_id) where to_version is null;
create index admitted_versions on andiron.admitted (res_id);
create index admitted_query on andiron.admitted (query_id, res_id) where to_version is null;

-- What a restricted transaction has created and nobody has placed in a compartment yet: its own
-- statements must find it.
create table andiron.unplaced (
  res_id bigint not null,
  xact   xid8   not null default pg_current_xact_id()
);
create index unplaced_resource on andiron.unplaced (res_id);
create function andiron.note_unplaced() returns trigger language plpgsql as $$
begin
  insert into andiron.unplaced (res_id) values (new.res_id);
  return null;
end
$$;
create trigger andiron_note_unplaced after insert on hfj_resource for each row
  when (current_user in ('andiron_restricted', 'andiron_restricted_by_query'))
  execute function andiron.note_unplaced();

-- What is stored already. Of earlier versions it is not known whose they were: nobody restricted sees
-- them.
insert into andiron.compartment (res_id, patient, res_type, from_version)
select r.res_id, r.res_id, r.res_type, r.res_ver from hfj_resource r
 where r.res_type = 'Patient' and r.res_deleted_at is null
union
select r.res_id, l.target_resource_id, r.res_type, r.res_ver
  from hfj_res_link l
  join andiron.compartment_path p on p.path = l.src_path
  join hfj_resource r on r.res_id = l.src_resource_id
 where l.target_resource_type = 'Patient' and l.target_resource_id is not null;

create function andiron.forget_visibility() returns trigger language plpgsql as $$
begin
  delete from andiron.compartment where res_id in (select res_id from gone);
  delete from andiron.admitted where res_id in (select res_id from gone);
  return null;
end
$$;
create trigger andiron_forget_visibility after delete on hfj_resource
  referencing old table as gone for each statement execute function andiron.forget_visibility();

-- Settings of a restricted transaction:
--   andiron.types               types that exist whoever they are about
--   andiron.patients            res_id of the patients of whom something exists
--   andiron.whole_patients      those of whom everything does
--   andiron.patient_types       patient/type for the others
--   andiron.queries             ids of queries that hold whoever the resource is about
--   andiron.query_patients      res_id of the patients of the following
--   andiron.patient_queries     patient/query
--   andiron.caller              a digest of all of these
do $$
declare
  role_name text;
  free text := '%4$s = any((select string_to_array(current_setting(''andiron.types''), '',''))::text[])';
  in_compartment text :=
    'exists (select 1 from andiron.compartment c where c.res_id = %1$s and %2$s'
    ' and c.patient = any((select current_setting(''andiron.patients''))::bigint[])'
    ' and (c.patient = any((select current_setting(''andiron.whole_patients''))::bigint[])'
    ' or c.patient || ''/'' || c.res_type'
    ' = any((select string_to_array(current_setting(''andiron.patient_types''), '',''))::text[])))';
  created text :=
    'exists (select 1 from andiron.unplaced u where u.res_id = %1$s'
    ' and u.xact = (select pg_current_xact_id_if_assigned()))';
  admitted text :=
    'exists (select 1 from andiron.admitted a where a.res_id = %1$s and %3$s'
    ' and a.query_id = any((select current_setting(''andiron.queries''))::int[]))'
    ' or exists (select 1 from andiron.admitted a join andiron.compartment c on c.res_id = a.res_id'
    ' where a.res_id = %1$s and %3$s and %2$s'
    ' and c.patient = any((select current_setting(''andiron.query_patients''))::bigint[])'
    ' and c.patient || ''/'' || a.query_id'
    ' = any((select string_to_array(current_setting(''andiron.patient_queries''), '',''))::text[]))';
  at_version text := '%1$s.from_version <= hfj_res_ver.res_ver'
    ' and (%1$s.to_version is null or %1$s.to_version > hfj_res_ver.res_ver)';
  visible text;
begin
  foreach role_name in array array['andiron_restricted', 'andiron_restricted_by_query'] loop
    visible := free || ' or ' || in_compartment || ' or ' || created;
    if role_name = 'andiron_restricted_by_query' then
      visible := visible || ' or ' || admitted;
    end if;
    execute format('create policy %I on hfj_resource for select to %I using (%s)', role_name, role_name,
      format(visible, 'hfj_resource.res_id', 'c.to_version is null', 'a.to_version is null', 'hfj_resource.res_type'));
    execute format('create policy %I on hfj_res_link for select to %I using (%s)', role_name, role_name,
      format(visible, 'hfj_res_link.src_resource_id', 'c.to_version is null', 'a.to_version is null',
        'hfj_res_link.source_resource_type'));
    -- What has gone to another patient is hidden with all its versions.
    execute format('create policy %I on hfj_res_ver for select to %I using (%s)', role_name, role_name,
      format(free || ' or (' || substr(visible, length(free) + 5)
        || ') and exists (select 1 from hfj_resource r where r.res_id = hfj_res_ver.res_id)',
        'hfj_res_ver.res_id', format(at_version, 'c'), format(at_version, 'a'), 'hfj_res_ver.res_type'));
    execute format('grant usage on schema public, andiron to %I', role_name);
    execute format('grant select, insert, update, delete on all tables in schema public to %I', role_name);
    execute format('grant usage, select on all sequences in schema public to %I', role_name);
    execute format('alter default privileges in schema public'
      ' grant select, insert, update, delete on tables to %I', role_name);
    execute format('alter default privileges in schema public grant usage, select on sequences to %I', role_name);
    execute format('grant select on andiron.compartment, andiron.admitted, andiron.unplaced,'
      ' andiron.search_parameter, andiron.search_system, andiron.search_index_state, andiron.code_system,'
      ' andiron.concept, andiron.concept_property, andiron.concept_designation, andiron.config_resource,'
      ' andiron.config_package, andiron.config_applied to %I', role_name);
    execute format('grant insert on andiron.unplaced, andiron.search_parameter, andiron.search_system to %I', role_name);
    execute format('grant select, insert, update, delete on andiron.idx_token, andiron.idx_string,'
      ' andiron.idx_date, andiron.idx_number, andiron.idx_quantity, andiron.idx_uri, andiron.idx_position,'
      ' andiron.idx_text, andiron.idx_words, andiron.used_code, andiron.search_page to %I', role_name);
  end loop;
end
$$;
alter table hfj_resource enable row level security;
alter table hfj_res_ver enable row level security;

-- What is part of a resource exists if the resource does.
create policy andiron_visible on hfj_res_tag for select
  using (exists (select 1 from hfj_resource r where r.res_id = hfj_res_tag.res_id));
create policy andiron_visible on hfj_history_tag for select
  using (exists (select 1 from hfj_res_ver v where v.pid = hfj_history_tag.res_ver_pid));
alter table hfj_res_link enable row level security;
alter table hfj_res_tag enable row level security;
alter table hfj_history_tag enable row level security;

-- Restricted writes: whether what is written may exist for its writer is decided when all of the
-- transaction has been written; until then only what exists for him can be changed, which the policies
-- above see to.
do $$
declare
  table_name text;
begin
  foreach table_name in array
    array['hfj_resource', 'hfj_res_ver', 'hfj_res_link', 'hfj_res_tag', 'hfj_history_tag'] loop
    execute format('create policy andiron_insert on %I for insert with check (true)', table_name);
    execute format('create policy andiron_update on %I for update using (true) with check (true)', table_name);
    execute format('create policy andiron_delete on %I for delete using (true)', table_name);
  end loop;
end
$$;

-- Pages are for whom the same exists as for whoever searched.
alter table andiron.search_page add column caller text not null
  default coalesce(current_setting('andiron.caller', true), '');
create policy andiron_own_pages on andiron.search_page
  using (caller = (select current_setting('andiron.caller')));
alter table andiron.search_page enable row level security;
