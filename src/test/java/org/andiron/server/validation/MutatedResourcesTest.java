package org.andiron.server.validation;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class MutatedResourcesTest {

  private static final FhirModel MODEL = new FhirModel(FhirContext.forR4Cached(), Set::of);
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private static final List<String> VALID =
      List.of(
          """
          {"resourceType":"Patient","id":"p","meta":{"tag":[{"system":"urn:t","code":"c"}]},
           "active":true,"name":[{"use":"official","family":"Testa","given":["Una","Due"],
           "period":{"start":"2001"}}],"gender":"female","birthDate":"1970-01-31",
           "deceasedDateTime":"2020-02-29T12:00:00+01:00","address":[{"line":["1 Way"],"city":"X"}],
           "contact":[{"name":{"text":"n"},"telecom":[{"system":"phone","value":"1","rank":1}]}],
           "link":[{"type":"refer","other":{"reference":"Patient/q"}}]}
          """,
          """
          {"resourceType":"Observation","status":"final","code":{"coding":[{"system":"urn:c",
           "code":"k","userSelected":false}]},"subject":{"reference":"Patient/p"},
           "effectivePeriod":{"start":"2020-01-01T00:00:00Z"},"valueQuantity":{"value":1.25,
           "unit":"kg"},"component":[{"code":{"text":"t"},"valueSampledData":{"origin":{"value":0},
           "period":2.5,"dimensions":1,"data":"1 2 3"}}],
           "extension":[{"url":"http://e","valueInteger":3}]}
          """,
          """
          {"resourceType":"Bundle","type":"transaction","entry":[{"fullUrl":
           "urn:uuid:61ebe359-bfdc-4613-8bf2-c5e300945f0a","resource":{"resourceType":"Encounter",
           "status":"finished","class":{"code":"AMB"},"location":[{"location":{"reference":
           "Location/l"},"status":"active"}]},"request":{"method":"POST","url":"Encounter"}}]}
          """);

  /** A member of one of the valid resources: which resource, which of its members. */
  record Place(int resource, int member) {}

  @Provide
  Arbitrary<Place> places() {
    return Arbitraries.integers()
        .between(0, VALID.size() - 1)
        .flatMap(
            resource ->
                Arbitraries.integers()
                    .between(0, members(parse(resource)).size() - 1)
                    .map(member -> new Place(resource, member)));
  }

  @Property
  void theOriginalsAreGood(@ForAll("places") Place place) {
    assertThat(check(parse(place.resource))).isEmpty();
  }

  @Property
  void aRenamedMemberIsRefusedAtItsPlace(@ForAll("places") Place place) {
    ObjectNode root = parse(place.resource);
    Member member = members(root).get(place.member);
    JsonNode value = member.owner.remove(member.name);
    member.owner.set(member.name + "Q", value);

    assertThat(check(root))
        .extracting(Problem::expression)
        .contains(member.path + "." + member.name + "Q");
  }

  @Property
  void aMistypedMemberIsRefusedAtItsPlace(
      @ForAll("places") Place place, @ForAll("wrongValues") JsonNode wrong) {
    ObjectNode root = parse(place.resource);
    Member member = members(root).get(place.member);
    JsonNode right = member.owner.get(member.name);
    boolean sameKind =
        right.getNodeType() == wrong.getNodeType() || (right.isTextual() && wrong.isTextual());
    if (sameKind) {
      return;
    }
    member.owner.set(member.name, wrong);

    String step = member.name.replaceFirst("^(value|deceased|effective)[A-Z].*", "$1");
    assertThat(check(root))
        .extracting(Problem::expression)
        .anyMatch(it -> it.startsWith(member.path + "." + step));
  }

  @Provide
  Arbitrary<JsonNode> wrongValues() {
    return Arbitraries.of("true", "7", "\"x y \"", "{}", "[]", "null", "[[]]", "{\"a\":1}")
        .map(MutatedResourcesTest::read);
  }

  private static List<Problem> check(ObjectNode body) {
    return new JsonStructure(MODEL)
        .check(body.toString().getBytes(StandardCharsets.UTF_8), 50)
        .problems();
  }

  private static ObjectNode parse(int resource) {
    return (ObjectNode) read(VALID.get(resource));
  }

  private static JsonNode read(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private record Member(ObjectNode owner, String name, String path) {}

  private static List<Member> members(ObjectNode root) {
    List<Member> found = new ArrayList<>();
    collect(root, root.get("resourceType").asText(), found);
    return found;
  }

  private static void collect(JsonNode node, String path, List<Member> found) {
    if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        collect(array.get(i), path + "[" + i + "]", found);
      }
    } else if (node instanceof ObjectNode object) {
      for (Map.Entry<String, JsonNode> member : object.properties()) {
        String name = member.getKey();
        if (!name.equals("resourceType")) {
          found.add(new Member(object, name, path));
          collect(member.getValue(), path + "." + step(name), found);
        }
      }
    }
  }

  private static String step(String name) {
    for (String choice : List.of("value", "effective", "deceased")) {
      if (name.length() > choice.length() && name.startsWith(choice)) {
        return choice + ".ofType(" + name.substring(choice.length()) + ")";
      }
    }
    return name;
  }
}
