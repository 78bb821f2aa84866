package org.andiron.security.account.signin;

import java.io.Serial;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.andiron.security.account.Account;
import org.andiron.security.account.FhirUser;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.userdetails.UserDetails;

/**
 * Whoever signed in, as the session keeps them. It holds no password hash, and what it says of
 * roles is as old as the sign-in: tokens take them from the {@link
 * org.andiron.security.UserDirectory}.
 */
public final class AccountUser implements UserDetails {

  @Serial private static final long serialVersionUID = 1L;

  private final String username;
  private final String displayName;
  private final @Nullable String fhirUser;
  private final TreeSet<String> roles;
  private final boolean active;
  private final boolean mustChangePassword;
  private final boolean secondFactorNeeded;

  private AccountUser(Account account, boolean secondFactorNeeded) {
    this.username = account.username();
    this.displayName = account.displayName();
    this.fhirUser = account.fhirUser().map(FhirUser::reference).orElse(null);
    this.roles = new TreeSet<>(account.roles());
    this.active = account.active();
    this.mustChangePassword = account.mustChangePassword();
    this.secondFactorNeeded = secondFactorNeeded;
  }

  /** Somebody who showed all that their account asks for. */
  public static AccountUser of(Account account) {
    return new AccountUser(account, false);
  }

  /** Somebody who has still to show a second factor: nothing may be done in their name yet. */
  public static AccountUser withoutSecondFactor(Account account) {
    return new AccountUser(account, true);
  }

  @Override
  public String getUsername() {
    return username;
  }

  /** Always empty: the hash does not leave the database. */
  @Override
  public String getPassword() {
    return "";
  }

  /** How people call them. */
  public String displayName() {
    return displayName;
  }

  /** The resource that is them, such as {@code Practitioner/12}. */
  public Optional<String> fhirUser() {
    return Optional.ofNullable(fhirUser);
  }

  /** Names of role policies. */
  public Set<String> roles() {
    return Set.copyOf(roles);
  }

  /** Whether they have to choose another password before anything else. */
  public boolean mustChangePassword() {
    return mustChangePassword;
  }

  /** Whether they have to show a second factor before anything else. */
  public boolean secondFactorNeeded() {
    return secondFactorNeeded;
  }

  /** {@code ROLE_} and the role, for each; none while a second factor or a password is missing. */
  @Override
  public Collection<? extends GrantedAuthority> getAuthorities() {
    if (secondFactorNeeded || mustChangePassword) {
      return List.of();
    }
    return roles.stream().map(role -> new SimpleGrantedAuthority("ROLE_" + role)).toList();
  }

  @Override
  public boolean isEnabled() {
    return active;
  }

  /** Sessions of one account are found by its name. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof AccountUser user && user.username.equals(username);
  }

  @Override
  public int hashCode() {
    return username.hashCode();
  }

  @Override
  public String toString() {
    return "AccountUser[" + username + "]";
  }
}
