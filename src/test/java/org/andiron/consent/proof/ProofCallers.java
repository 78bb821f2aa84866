package org.andiron.consent.proof;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.andiron.testsupport.FhirHttp;
import org.andiron.testsupport.TestUsers;
import org.andiron.testsupport.UserTokens;

/** Callers from whom the same is withheld, with tokens that allow more or less. */
final class ProofCallers {

  /** A token is used for less than it lasts. */
  private static final Duration USED = Duration.ofMinutes(3);

  private static final String LABORATORY =
      "http://terminology.hl7.org/CodeSystem/observation-category|laboratory";

  private final List<Token> tokens = new ArrayList<>();
  private final Function<String, FhirHttp> http;

  /**
   * @param http calls with a token
   */
  private ProofCallers(Function<String, FhirHttp> http) {
    this.http = http;
  }

  private final class Token {

    private final Supplier<String> source;
    private String value = "";
    private Instant until = Instant.MIN;

    Token(Supplier<String> source) {
      this.source = source;
    }

    FhirHttp http() {
      if (Instant.now().isAfter(until)) {
        value = source.get();
        until = Instant.now().plus(USED);
      }
      return ProofCallers.this.http.apply(value);
    }
  }

  /**
   * Staff who may do all that their role may, who sees some types by a query, and who sees one
   * patient; and another patient, who sees their own record.
   *
   * @param patient id of a Patient who is not hidden
   */
  static ProofCallers staff(Function<String, FhirHttp> http, UserTokens users, String patient) {
    ProofCallers callers = new ProofCallers(http);
    callers.add(users, it -> it.of(TestUsers.PHYSICIAN, "user/*.cruds"));
    callers.add(users, it -> it.of(TestUsers.NURSE, "user/*.cruds"));
    callers.add(
        users,
        it ->
            it.of(
                TestUsers.PHYSICIAN,
                "user/Observation.rs?category=" + LABORATORY + " user/Patient.rs user/Task.cruds"));
    callers.add(users, it -> it.of(TestUsers.NURSE, "patient/*.rs", patient));
    callers.add(users, it -> it.of(TestUsers.PATIENT, "patient/*.rs", "test-patient"));
    return callers;
  }

  /** Who keeps the Consents, which are not withheld from them, and reviews Tasks, which are. */
  static ProofCallers officers(Function<String, FhirHttp> http, UserTokens users) {
    ProofCallers callers = new ProofCallers(http);
    callers.add(users, it -> it.of(TestUsers.PRIVACY_OFFICER, "user/*.cruds"));
    return callers;
  }

  /**
   * Clients that act for themselves.
   *
   * @param token a token with some scopes
   */
  static ProofCallers systems(Function<String, FhirHttp> http, UnaryOperator<String> token) {
    ProofCallers callers = new ProofCallers(http);
    callers.add(() -> token.apply("system/*.cruds"));
    callers.add(() -> token.apply("system/*.rs"));
    return callers;
  }

  /** By another app they would not have the pages any more that they have begun to read. */
  private void add(UserTokens users, Function<UserTokens, String> source) {
    UserTokens own = users.ofOneApp();
    add(() -> source.apply(own));
  }

  private void add(Supplier<String> source) {
    tokens.add(new Token(source));
  }

  int count() {
    return tokens.size();
  }

  FhirHttp as(int caller) {
    return tokens.get(caller).http();
  }
}
