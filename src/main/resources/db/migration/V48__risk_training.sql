-- How far trainings of risk models are that run in the background. A row goes when its training has ended.
create table andiron.risk_training (
  job   text   not null constraint risk_training_pkey primary key,
  step  text   not null,
  done  bigint not null,
  total bigint not null
);
comment on column andiron.risk_training.job is 'Id of the job, as in bt2_job_instance';
comment on column andiron.risk_training.step is 'What is done, for people; nothing of a patient';
