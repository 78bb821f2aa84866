package org.andiron.security.scope;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.andiron.security.scope.GranularQuery.Parameter;
import org.andiron.security.scope.SmartScope.Level;
import org.andiron.security.scope.SmartScope.Syntax;
import org.hl7.fhir.r4.model.Enumerations.FHIRAllTypes;
import org.junit.jupiter.api.Test;

/** What holds for all scopes. */
class SmartScopePropertiesTest {

  /** The grammar of the specification, written down apart from the parser. */
  private static final Pattern GRAMMAR =
      Pattern.compile(
          "(?:patient|user|system)/(?:(?<type>[A-Z][A-Za-z]+)|\\*)\\."
              + "(?:(?=[cruds])c?r?u?d?s?(?:\\?(?<query>[\\x21\\x23-\\x5B\\x5D-\\x7E]+))?|read|write|\\*)");

  private static final Pattern PAIRS =
      Pattern.compile(
          "(?:(?:[A-Za-z][A-Za-z0-9-]*|_(?:id|lastUpdated|profile|security|source|tag))"
              + "=(?:[^&%+#]|%[0-9A-Fa-f]{2})+(?:&(?!$)|$))+");

  private static final Set<String> OTHERS =
      Set.of(
          "openid",
          "fhirUser",
          "launch",
          "launch/patient",
          "launch/encounter",
          "offline_access",
          "online_access");

  @Property
  void whatIsPrintedIsReadAsTheSame(@ForAll("rights") SmartScope scope) {
    SmartScopes.Reading reading = SmartScopes.read(scope.text());

    assertThat(reading.refused()).isEmpty();
    assertThat(reading.scopes().scopes()).containsExactly(scope);
    assertThat(scope.text()).matches("[\\x21\\x23-\\x5B\\x5D-\\x7E]+");
  }

  @Property
  void eachScopeCoversItself(@ForAll("rights") SmartScope scope) {
    assertThat(scope.covers(scope)).isTrue();
    assertThat(new SmartScopes(List.of(scope)).covers(scope)).isTrue();
  }

  @Property(tries = 5000)
  void coveringIsTransitive(
      @ForAll("rights") SmartScope a,
      @ForAll("rights") SmartScope b,
      @ForAll("rights") SmartScope c) {
    if (a.covers(b) && b.covers(c)) {
      assertThat(a.covers(c)).isTrue();
    }
  }

  @Property(tries = 5000)
  void narrowingNeverWidens(
      @ForAll("sets") SmartScopes requested, @ForAll("sets") SmartScopes limit) {
    SmartScopes left = requested.within(limit);

    assertThat(requested.covers(left)).as("%s of %s", left, requested).isTrue();
    assertThat(limit.covers(left)).as("%s under %s", left, limit).isTrue();
    assertThat(left.within(limit)).isEqualTo(left);
  }

  @Property(tries = 5000)
  void narrowingLosesNothingThatBothAllow(
      @ForAll("sets") SmartScopes requested,
      @ForAll("sets") SmartScopes limit,
      @ForAll("rights") SmartScope probe) {
    if (requested.covers(probe) && limit.covers(probe)) {
      assertThat(requested.within(limit).covers(probe)).isTrue();
    }
  }

  @Test
  void noneOfManyMalformedStringsIsARightThatTheGrammarDoesNotGive() {
    Random random = new Random(20261128);
    int understood = 0;
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      String text = damaged(random);
      SmartScopes.Reading reading = SmartScopes.read(text);
      for (String token : text.split(" ")) {
        if (!token.isEmpty() && !isInGrammar(token)) {
          refused++;
        }
      }
      for (Scope scope : reading.scopes().scopes()) {
        understood++;
        assertThat(List.of(text.split(" ")))
            .as("%s was read out of '%s'", scope, text)
            .anyMatch(
                token -> isInGrammar(token) && SmartScopes.of(token).scopes().contains(scope));
      }
    }
    assertThat(refused).isGreaterThan(10_000);
    assertThat(understood).isGreaterThan(100);
  }

  private static boolean isInGrammar(String token) {
    if (OTHERS.contains(token)) {
      return true;
    }
    var match = GRAMMAR.matcher(token);
    if (!match.matches()) {
      return false;
    }
    String type = match.group("type");
    String query = match.group("query");
    return (type == null || isResourceType(type))
        && (query == null || (type != null && PAIRS.matcher(query).matches()));
  }

  private static boolean isResourceType(String name) {
    try {
      return FHIRAllTypes.valueOf(name.toUpperCase(Locale.ROOT)).toCode().equals(name)
          && !Set.of("Resource", "DomainResource").contains(name);
    } catch (IllegalArgumentException unknown) {
      return false;
    }
  }

  /** A scope with one to four characters changed, removed, doubled or put in. */
  private static String damaged(Random random) {
    List<String> seeds =
        List.of(
            "patient/Observation.rs",
            "user/*.cruds",
            "system/Patient.read",
            "patient/*.*",
            "launch/patient",
            "patient/Observation.rs?category=http://example.org|laboratory",
            "user/Condition.r?code=a%2Cb&category=c openid");
    String extra = "cruds*./?&=%:|\"\\\n\t\u0000 \u00A0\u0441\u2044PpOoUu+#,0A$_";
    StringBuilder text = new StringBuilder(seeds.get(random.nextInt(seeds.size())));
    for (int n = 1 + random.nextInt(4); n > 0; n--) {
      int at = random.nextInt(text.length());
      char other = extra.charAt(random.nextInt(extra.length()));
      switch (random.nextInt(4)) {
        case 0 -> text.setCharAt(at, other);
        case 1 -> text.insert(at, other);
        case 2 -> text.insert(at, text.charAt(at));
        default -> {
          if (text.length() > 1) {
            text.deleteCharAt(at);
          }
        }
      }
    }
    return text.toString();
  }

  @Provide
  Arbitrary<SmartScope> rights() {
    return Combinators.combine(
            Arbitraries.of(Level.class),
            Arbitraries.of("*", "Patient", "Observation"),
            Arbitraries.of(Permission.class).set().ofMinSize(1),
            queries(),
            Arbitraries.of(Syntax.class))
        .filter((level, type, permissions, query, syntax) -> !type.equals("*") || query.isEmpty())
        .as(
            (level, type, permissions, query, syntax) ->
                new SmartScope(
                    level,
                    type,
                    permissions,
                    query,
                    query.isEmpty() && VersionOne.word(permissions).isPresent()
                        ? syntax
                        : Syntax.V2));
  }

  @Provide
  Arbitrary<SmartScopes> sets() {
    return Combinators.combine(
            rights().list().ofMaxSize(5), Arbitraries.of(ContextScope.class).list().ofMaxSize(3))
        .as(
            (rights, others) -> {
              List<Scope> all = new ArrayList<>(others);
              all.addAll(rights);
              return new SmartScopes(all);
            });
  }

  private static Arbitrary<GranularQuery> queries() {
    Arbitrary<String> values =
        Arbitraries.oneOf(
            Arbitraries.of("a", "b", "a,b", "b,a", "a\\,b"),
            Arbitraries.strings()
                .withChars("ab|,\\%&+#=\"? \u5F20$")
                .ofMinLength(1)
                .ofMaxLength(6));
    Arbitrary<Parameter> parameters =
        Combinators.combine(
                Arbitraries.of("category", "code", "_tag"), values.filter(it -> !it.isBlank()))
            .as(Parameter::new);
    return parameters.list().ofMaxSize(2).map(GranularQuery::new);
  }
}
