package org.andiron.storage.query;

import ca.uhn.fhir.model.api.IQueryParameterType;
import ca.uhn.fhir.model.primitive.IdDt;
import ca.uhn.fhir.rest.api.Constants;
import ca.uhn.fhir.rest.param.CompositeParam;
import ca.uhn.fhir.rest.param.NumberParam;
import ca.uhn.fhir.rest.param.ParamPrefixEnum;
import ca.uhn.fhir.rest.param.QuantityParam;
import ca.uhn.fhir.rest.param.ReferenceParam;
import ca.uhn.fhir.rest.param.SpecialParam;
import ca.uhn.fhir.rest.param.TokenParam;
import ca.uhn.fhir.rest.param.TokenParamModifier;
import java.math.BigDecimal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One of HAPI's parsed values, written as it stood in the URL. What HAPI would write itself loses
 * decimals, versions and bases of references, and modifiers of them.
 *
 * @param qualifier modifier or chain with the character before it; empty if there is none
 * @param token the value, escaped
 */
record HapiValue(String qualifier, String token) {

  static HapiValue of(IQueryParameterType value) {
    Boolean missing = value.getMissing();
    if (missing != null) {
      return new HapiValue(Constants.PARAMQUALIFIER_MISSING, missing.toString());
    }
    if (value instanceof ReferenceParam reference) {
      return new HapiValue(qualifier(reference), text(reference.getValue()));
    }
    String qualifier = Objects.requireNonNullElse(value.getQueryParameterQualifier(), "");
    if (value instanceof TokenParam token && token.getModifier() == TokenParamModifier.OF_TYPE) {
      return new HapiValue(qualifier, typedIdentifier(token));
    }
    return new HapiValue(qualifier, token(value));
  }

  private static String qualifier(ReferenceParam reference) {
    if (reference.isMdmExpand()) {
      return Constants.PARAMQUALIFIER_MDM;
    }
    String type = reference.hasResourceType() ? reference.getResourceType() : null;
    if (reference.hasChain()) {
      return (type == null ? "" : ':' + type) + '.' + reference.getChain();
    }
    // HAPI takes the type from the value, unless a modifier says it.
    boolean ofValue =
        type == null || type.equals(new IdDt(text(reference.getValue())).getResourceType());
    return ofValue ? "" : ':' + type;
  }

  private static String typedIdentifier(TokenParam token) {
    String value = token.getValueNotNull();
    int bar = value.indexOf('|');
    String system = Escapes.escape(text(token.getSystem())) + '|';
    return bar < 0
        ? system + Escapes.escape(value)
        : system
            + Escapes.escape(value.substring(0, bar))
            + '|'
            + Escapes.escape(value.substring(bar + 1));
  }

  private static String token(IQueryParameterType value) {
    if (value instanceof NumberParam number) {
      return number(number.getPrefix(), number.getValue());
    }
    if (value instanceof QuantityParam quantity) {
      String number = number(quantity.getPrefix(), quantity.getValue());
      return quantity.getSystem() == null && quantity.getUnits() == null
          ? number
          : number
              + '|'
              + Escapes.escape(text(quantity.getSystem()))
              + '|'
              + Escapes.escape(text(quantity.getUnits()));
    }
    if (value instanceof SpecialParam special) {
      return text(special.getValue());
    }
    if (value instanceof CompositeParam<?, ?> composite) {
      return token(composite.getLeftValue()) + '$' + token(composite.getRightValue());
    }
    return text(value.getValueAsQueryToken());
  }

  private static String number(@Nullable ParamPrefixEnum prefix, @Nullable BigDecimal value) {
    return value == null ? "" : (prefix == null ? "" : prefix.getValue()) + value;
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : text;
  }
}
