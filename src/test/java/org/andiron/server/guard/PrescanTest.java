package org.andiron.server.guard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.andiron.server.error.ErrorReport;
import org.jspecify.annotations.Nullable;

class PrescanTest {

  private static final ObjectMapper TREE =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final JsonPrescan prescan =
      new JsonPrescan(Limits.with(Map.of("andiron.limits.number-length", "1000000")));

  @Provide
  Arbitrary<JsonNode> documents() {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    Arbitrary<JsonNode> leaves =
        Arbitraries.oneOf(
            Arbitraries.strings()
                .excludeChars('\uFFFF', '\u0000')
                .map(PrescanTest::paired)
                .map(nodes::textNode),
            Arbitraries.longs().map(nodes::numberNode),
            Arbitraries.bigDecimals()
                .between(new BigDecimal("-1e20"), new BigDecimal("1e20"))
                .map(nodes::numberNode),
            Arbitraries.of(nodes.booleanNode(true), nodes.booleanNode(false), nodes.nullNode()));
    return Arbitraries.recursive(
        () -> leaves,
        inner ->
            Arbitraries.oneOf(
                inner.list().ofMaxSize(4).map(PrescanTest::array),
                Arbitraries.maps(Arbitraries.strings().alpha().ofMaxLength(6), inner)
                    .ofMaxSize(4)
                    .map(PrescanTest::object)),
        0,
        4);
  }

  private static String paired(String text) {
    return new String(text.getBytes(UTF_8), UTF_8);
  }

  private static JsonNode array(List<JsonNode> items) {
    return JsonNodeFactory.instance.arrayNode().addAll(items);
  }

  private static JsonNode object(Map<String, JsonNode> members) {
    return JsonNodeFactory.instance.objectNode().<JsonNode>setAll(members);
  }

  @Property
  void whatTheTreeParserAcceptsIsAccepted(@ForAll("documents") JsonNode document) {
    assertThat(refusal(document.toString().getBytes(UTF_8))).isNull();
  }

  @Property(tries = 3000)
  void mutationsAreRefusedExactlyWhenTheTreeParserRefusesThemAndWithAPosition(
      @ForAll("documents") JsonNode document,
      @ForAll int position,
      @ForAll("mutants") char mutant,
      @ForAll boolean insert) {
    String text = document.toString();
    int at = Math.floorMod(position, text.length());
    String mutated = text.substring(0, at) + mutant + text.substring(insert ? at : at + 1);
    byte[] body = paired(mutated).getBytes(UTF_8);
    ErrorReport report = refusal(body);
    assertThat(report == null).as(mutated).isEqualTo(treeAccepts(body));
    if (report != null) {
      assertThat(report.status()).isEqualTo(400);
      assertThat(report.location()).matches("line \\d+, column \\d+");
    }
  }

  @Provide
  Arbitrary<Character> mutants() {
    return Arbitraries.of(
        '{', '}', '[', ']', '"', ',', ':', '\\', '0', '-', '.', ' ', 'n', '\u0001');
  }

  @Property
  void truncationsAreRefusedExactlyWhenTheTreeParserRefusesThem(
      @ForAll("documents") JsonNode document, @ForAll int position) {
    String text = document.toString();
    byte[] body = paired(text.substring(0, Math.floorMod(position, text.length()))).getBytes(UTF_8);
    assertThat(refusal(body) == null).isEqualTo(treeAccepts(body));
  }

  @Property
  void utf8IsMalformedExactlyWhereTheJdkSaysSo(@ForAll byte[] random, @ForAll String text) {
    byte[] prefix = paired(text).getBytes(UTF_8);
    byte[] bytes =
        ByteBuffer.allocate(prefix.length + random.length).put(prefix).put(random).array();
    int found = Utf8.firstMalformed(bytes, bytes.length);
    assertThat(found < 0).isEqualTo(decodes(bytes, bytes.length));
    if (found >= 0) {
      assertThat(decodes(bytes, found)).isTrue();
      assertThat(found).isGreaterThanOrEqualTo(prefix.length);
    }
  }

  private static boolean decodes(byte[] bytes, int length) {
    try {
      UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, length));
      return true;
    } catch (CharacterCodingException malformed) {
      return false;
    }
  }

  /** Beyond the syntax: no text of the document has a character that PostgreSQL cannot hold. */
  private static boolean isStorable(JsonNode node) {
    if (node.isTextual() && !isStorable(node.textValue())) {
      return false;
    }
    for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
      if (!isStorable(names.next())) {
        return false;
      }
    }
    for (JsonNode child : node) {
      if (!isStorable(child)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isStorable(String text) {
    return text.indexOf('\u0000') < 0 && text.equals(paired(text));
  }

  private static boolean treeAccepts(byte[] body) {
    try {
      JsonNode tree = TREE.readTree(body);
      return !tree.isMissingNode() && isStorable(tree);
    } catch (JsonProcessingException refused) {
      return false;
    } catch (IOException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private @Nullable ErrorReport refusal(byte[] body) {
    RefusedRequestException refused =
        catchThrowableOfType(RefusedRequestException.class, () -> prescan.scan(body, body.length));
    return refused == null ? null : refused.report();
  }
}
