package org.andiron.server.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueryLimitsTest {

  private final LimitsProperties limits = Limits.defaults();

  @Nested
  class Query {

    private final QueryLimits queryLimits = new QueryLimits(limits);

    private void check(String name, String... values) {
      queryLimits.check(Map.of(name, values));
    }

    private void refused(String problem, String name, String... values) {
      assertThatThrownBy(() -> check(name, values))
          .isInstanceOf(InvalidRequestException.class)
          .hasMessageContaining(problem);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "x", "1.5", "1e3", "--1", "+1", "٣"})
    void countMustBeAWholeNumber(String count) {
      refused("_count", "_count", count);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "10", "99999999999999999999", ""})
    void anyOtherCountPasses(String count) {
      assertThatCode(() -> check("_count", count)).doesNotThrowAnyException();
    }

    @Test
    void tooManyValuesAreRefused() {
      refused("or-values", "_id", "1,".repeat(1000) + "1");
      assertThatCode(() -> check("_id", "1\\,".repeat(1000))).doesNotThrowAnyException();
    }

    @Test
    void longValuesAreRefused() {
      refused("parameter-length", "name", "a".repeat(16385));
    }

    @Test
    void longChainsAreRefused() {
      refused("chain-depth", "a.b.c.d.e.f.g", "1");
      refused("chain-depth", "_has:A:b:".repeat(6) + "c", "1");
      assertThatCode(() -> check("subject:Patient.organization.name", "x"))
          .doesNotThrowAnyException();
    }

    @Test
    void manyIncludesAreRefused() {
      String[] many = new String[31];
      Arrays.fill(many, "Patient:organization");
      refused("includes", "_include", many);
      refused("iterated-includes", "_revinclude:iterate", Arrays.copyOf(many, 6));
    }
  }

  @Test
  void aLargeCountIsLowered() {
    SystemRequestDetails details = new SystemRequestDetails();
    details.setParameters(new HashMap<>(Map.of("_count", new String[] {"1000000"})));
    new QueryLimitsInterceptor(limits).checkRequest(details);
    assertThat(details.getParameters().get("_count")).containsExactly("1000");
  }

  @Nested
  class Graphql {

    private final GraphqlLimits graphql = new GraphqlLimits(5, 50);

    private void refused(String query, String problem) {
      assertThatThrownBy(() -> graphql.check(query))
          .isInstanceOf(InvalidRequestException.class)
          .hasMessageContaining(problem);
    }

    @Test
    void aQueryOfTheStandardPasses() {
      assertThatCode(
              () ->
                  graphql.check(
                      "{ name { given family } generalPractitioner { resource {"
                          + " ... on Practitioner { name { family } } } } }"))
          .doesNotThrowAnyException();
    }

    @Test
    void depthIsBoundedThroughFragments() {
      refused("{a{a{a{a{a{a}}}}}}", "graphql-depth");
      refused("query { ...f } fragment f on X { a{a{a{a{a{a}}}}} }", "graphql-depth");
      refused("{a(x:\"}}}}}}\"){a(x:\"}}}\"){a{a{a{a}}}}}}", "graphql-depth");
    }

    @Test
    void aFragmentThatLeadsToItselfIsRefused() {
      refused("query { ...f } fragment f on X { ...g } fragment g on X { ...f }", "itself");
    }

    @Test
    void fragmentsThatMultiplyAreRefused() {
      refused(
          "query {p{...a}q{...a}r{...a}s{...a}} fragment a on X {p{...b}q{...b}r{...b}}"
              + " fragment b on X {p{...c}q{...c}r{...c}} fragment c on X {x y z}",
          "graphql-fields");
    }

    @Test
    void aCommentWithoutALineEndIsRefused() {
      refused("{a} # forever", "comment");
      assertThatCode(() -> graphql.check("{a(x:\"#\\\"#\")} # ends\n")).doesNotThrowAnyException();
      refused("#\n".repeat(100_000) + "{a}", "graphql-fields");
    }

    @Test
    void bracketsThatWouldExhaustTheStackAreRefusedUnparsed() {
      refused("{a".repeat(1_000_000), "graphql-fields");
      refused("{a(x:" + "[".repeat(1_000_000), "graphql-fields");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "nonsense", "{a(}", "query {"})
    void malformedIsRefused(String query) {
      refused(query, "not well-formed");
    }
  }
}
