-- A Binary that is part of several records is under the consents of all of them, as any resource of two patients
-- is: it does not exist if anything that stands for it is withheld, its security context if it has one, else what
-- refers to it, else what did once. A security context that is itself a Binary stands for nothing.
create or replace function andiron.binary_withheld(binary_id text) returns boolean
  language plpgsql stable parallel safe cost 1 as $$
declare
  by_context boolean := exists (
    select 1 from andiron.binary_referrer o where o.binary_id = binary_withheld.binary_id and o.context);
  withheld boolean;
begin
  select bool_or(b.referrer_type = 'Binary' or andiron.withheld_by_rule(b.referrer)) into withheld
    from andiron.binary_referrer b
    where b.binary_id = binary_withheld.binary_id and b.context = by_context;
  if withheld is null then
    select bool_or(andiron.withheld_by_rule(f.referrer)) into withheld
      from andiron.binary_former_referrer f
      where f.binary_id = binary_withheld.binary_id;
  end if;
  return coalesce(withheld, false);
end
$$;
