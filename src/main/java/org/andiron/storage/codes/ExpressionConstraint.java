package org.andiron.storage.codes;

import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.andiron.storage.codes.ConceptConditions.Hierarchy;
import org.andiron.storage.query.Sql;
import org.jspecify.annotations.Nullable;

/**
 * The part of SNOMED CT's expression constraint language that has to do with hierarchy, reference
 * sets and attributes: {@code < << <! <<! > >> >! >>! ^ * AND OR MINUS , : = !=} and parentheses.
 * Attribute groups, cardinalities, dots, concrete values and filters are refused by name.
 *
 * @see <a href="https://docs.snomed.org/snomed-ct-specifications/ecl">Expression constraint
 *     language</a>
 */
final class ExpressionConstraint {

  /** Deeper ones are not written by people. */
  private static final int DEEPEST = 30;

  private static final int LONGEST = 10_000;

  /** Longer signs first. */
  private static final List<String> OPERATORS =
      List.of("<<!", ">>!", "<<", ">>", "<!", ">!", "<", ">", "^");

  private static final Map<String, Hierarchy> HIERARCHY =
      Map.of(
          "<", Hierarchy.DESCENDANT,
          "<<", Hierarchy.DESCENDANT_OR_SELF,
          "<!", Hierarchy.CHILD,
          "<<!", Hierarchy.CHILD_OR_SELF,
          ">", Hierarchy.ANCESTOR,
          ">>", Hierarchy.ANCESTOR_OR_SELF,
          ">!", Hierarchy.PARENT,
          ">>!", Hierarchy.PARENT_OR_SELF);

  private final ConceptConditions conditions;
  private final String text;
  private int at;
  private int depth;

  ExpressionConstraint(ConceptConditions conditions, String text) {
    this.conditions = conditions;
    this.text = text;
  }

  /**
   * The condition on a concept that the constraint stands for.
   *
   * @throws InvalidRequestException if it cannot be read, with the place
   */
  Sql condition() {
    if (text.length() > LONGEST) {
      throw new InvalidRequestException(
          "An expression constraint is longer than " + LONGEST + " characters");
    }
    Sql condition = compound();
    skipSpace();
    if (at < text.length()) {
      throw refuse("is not understood");
    }
    return condition;
  }

  private Sql compound() {
    if (++depth > DEEPEST) {
      throw refuse("is nested too deeply");
    }
    Sql left = refined();
    String kind = null;
    while (true) {
      String next = conjunction();
      if (next == null) {
        depth--;
        return left;
      }
      if (kind != null && !kind.equals(next) || "minus".equals(kind)) {
        throw refuse("needs parentheses, since it follows another AND, OR or MINUS");
      }
      kind = next;
      Sql right = refined();
      left =
          switch (next) {
            case "and" -> Sql.of("(").then(left).then(" and ").then(right).then(")");
            case "or" -> Sql.of("(").then(left).then(" or ").then(right).then(")");
            default ->
                Sql.of("(").then(left).then(" and ").then(ConceptConditions.not(right)).then(")");
          };
    }
  }

  private @Nullable String conjunction() {
    skipSpace();
    if (take(",")) {
      return "and";
    }
    for (String word : List.of("and", "or", "minus")) {
      int end = at + word.length();
      if (text.regionMatches(true, at, word, 0, word.length())
          && (end == text.length() || !Character.isLetterOrDigit(text.charAt(end)))) {
        at = end;
        return word;
      }
    }
    return null;
  }

  private Sql refined() {
    Sql focus = simple();
    skipSpace();
    if (!take(":")) {
      return focus;
    }
    List<Sql> alternatives = new ArrayList<>();
    List<Sql> all = new ArrayList<>(List.of(focus));
    all.add(attribute());
    String kind = null;
    while (true) {
      int before = at;
      String next = conjunction();
      if (next == null || "minus".equals(next)) {
        at = before;
        break;
      }
      if (kind != null && !kind.equals(next)) {
        throw refuse("mixes AND with OR between attributes");
      }
      kind = next;
      all.add(attribute());
    }
    if (!"or".equals(kind)) {
      return Sql.of("(").then(Sql.join(" and ", all)).then(")");
    }
    alternatives.addAll(all.subList(1, all.size()));
    return Sql.of("(").then(focus).then(" and ").then(Sql.any(alternatives)).then(")");
  }

  private Sql attribute() {
    skipSpace();
    if (at < text.length() && (text.charAt(at) == '{' || text.charAt(at) == '[')) {
      throw refuse("is an attribute group or a cardinality, which are not supported");
    }
    Sql name = simple();
    skipSpace();
    boolean different = take("!=");
    if (!different && !take("=")) {
      throw refuse("should be = or != behind an attribute");
    }
    Sql value = simple();
    return conditions.attribute(name, different ? ConceptConditions.not(value) : value);
  }

  private Sql simple() {
    skipSpace();
    String operator = null;
    for (String sign : OPERATORS) {
      if (take(sign)) {
        operator = sign;
        break;
      }
    }
    skipSpace();
    if (operator != null && HIERARCHY.containsKey(operator) && isAtDigit()) {
      return conditions.related(HIERARCHY.get(operator), identifier());
    }
    Sql focus;
    if (take("(")) {
      focus = compound();
      skipSpace();
      if (!take(")")) {
        throw refuse("should be a closing parenthesis");
      }
    } else if (operator == null || !operator.equals("^")) {
      focus = take("*") ? Sql.TRUE : conditions.named(identifier());
    } else {
      focus = take("*") ? Sql.TRUE : conditions.oneOf(List.of(identifier()));
    }
    if (operator == null) {
      return focus;
    }
    Hierarchy relation = HIERARCHY.get(operator);
    return relation == null
        ? conditions.memberOf(conditions.codesOf(focus))
        : conditions.related(relation, focus);
  }

  private boolean isAtDigit() {
    return at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
  }

  private String identifier() {
    int start = at;
    while (isAtDigit()) {
      at++;
    }
    if (start == at) {
      throw refuse("should be a concept id");
    }
    String id = text.substring(start, at);
    skipSpace();
    if (take("|")) {
      int end = text.indexOf('|', at);
      if (end < 0) {
        throw refuse("is a term without a closing bar");
      }
      at = end + 1;
    }
    skipSpace();
    if (at < text.length() && (text.charAt(at) == '.' || text.charAt(at) == '{')) {
      throw refuse("is a dotted expression or a filter, which are not supported");
    }
    return id;
  }

  private boolean take(String sign) {
    if (!text.startsWith(sign, at)) {
      return false;
    }
    at += sign.length();
    return true;
  }

  private void skipSpace() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private InvalidRequestException refuse(String what) {
    return new InvalidRequestException(
        "The expression constraint cannot be used: what stands at character "
            + (at + 1)
            + (at < text.length()
                ? " (" + text.substring(at, Math.min(text.length(), at + 20)) + ") "
                : " (the end) ")
            + what);
  }
}
