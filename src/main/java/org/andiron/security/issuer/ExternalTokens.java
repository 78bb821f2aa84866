package org.andiron.security.issuer;

import com.nimbusds.jwt.JWTClaimsSet;
import java.util.Optional;
import org.andiron.security.resourceserver.TokenAnswer;
import org.andiron.security.resourceserver.TokenCheck;

/** Tokens of the issuer elsewhere, and of the operator of this machine. */
final class ExternalTokens implements TokenCheck {

  /** Longer ones do not fit into a header. */
  private static final int LONGEST = 16 * 1024;

  private final OperatorTokens operator;
  private final TokenClaimsSource issued;
  private final TokenRules rules;
  private final ExternalCallers callers;

  ExternalTokens(
      OperatorTokens operator,
      TokenClaimsSource issued,
      TokenRules rules,
      ExternalCallers callers) {
    this.operator = operator;
    this.issued = issued;
    this.rules = rules;
    this.callers = callers;
  }

  @Override
  public TokenAnswer check(String token) {
    if (token.length() > LONGEST) {
      return new TokenAnswer.Invalid("The token is too long.");
    }
    Optional<TokenAnswer> ofOperator = operator.check(token);
    if (ofOperator.isPresent()) {
      return ofOperator.get();
    }
    try {
      JWTClaimsSet claims = issued.claims(token);
      rules.require(claims);
      return callers.of(claims);
    } catch (RefusedTokenException e) {
      return new TokenAnswer.Invalid(String.valueOf(e.getMessage()));
    } catch (IssuerUnavailableException e) {
      return new TokenAnswer.Unavailable(String.valueOf(e.getMessage()));
    }
  }
}
