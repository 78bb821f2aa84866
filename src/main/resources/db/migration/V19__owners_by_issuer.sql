-- A name says who somebody is at one issuer only. Owners there are so far are of this server.
alter table andiron.subscription_owner add column issuer text;
comment on column andiron.subscription_owner.issuer is 'Who issued the token, if it was not this server';
comment on column andiron.subscription_owner.party is 'The user by the app, at an issuer: what the setting andiron.owner is compared with';
