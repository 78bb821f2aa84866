package org.andiron.storage.content;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.andiron.testsupport.AndironIT;
import org.andiron.testsupport.FhirHttp.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

/** Each test's resources have a code of their own. */
class ContentSearchIT extends AndironIT {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final String code = "t" + UUID.randomUUID().toString().replace("-", "");
  private final List<String> stored = new ArrayList<>();

  @Autowired private DataSource database;

  @AfterEach
  void removeThem() {
    stored.forEach(it -> http().delete(it));
  }

  /** A report; the narrative may be empty. */
  private String report(String id, String conclusion, String narrative, String more) {
    return """
    {"resourceType":"DiagnosticReport","id":"%s","status":"final","code":{"coding":[{"code":"%s"}]},
    %s %s "conclusion":%s}\
    """
        .formatted(
            id,
            code,
            narrative.isEmpty()
                ? ""
                : "\"text\":{\"status\":\"generated\",\"div\":\"<div"
                    + " xmlns=\\\"http://www.w3.org/1999/xhtml\\\">"
                    + narrative
                    + "</div>\"},",
            more,
            quoted(conclusion));
  }

  private static String quoted(String text) {
    try {
      return JSON.writeValueAsString(text);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void store(String name, String conclusion) {
    store(name, conclusion, "", "");
  }

  private void store(String name, String conclusion, String narrative, String more) {
    String id = code.substring(0, 12) + '-' + name;
    Answer answer = http().put("DiagnosticReport/" + id, report(id, conclusion, narrative, more));
    assertThat(answer.status()).as(answer.body()).isIn(200, 201);
    stored.add("DiagnosticReport/" + id);
  }

  private void storeWithAttachment(String name, String type, byte[] data) {
    store(
        name,
        "see attachment",
        "",
        "\"presentedForm\":[{\"contentType\":\"%s\",\"data\":\"%s\"}],"
            .formatted(type, Base64.getEncoder().encodeToString(data)));
  }

  private Answer search(String parameter, String words, String more) {
    Answer answer =
        http()
            .get(
                "DiagnosticReport?code="
                    + code
                    + '&'
                    + parameter
                    + '='
                    + URLEncoder.encode(words, StandardCharsets.UTF_8)
                    + more);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer;
  }

  private static List<String> names(Answer answer) {
    List<String> names = new ArrayList<>();
    for (JsonNode entry : answer.json().path("entry")) {
      String id = entry.at("/resource/id").asText();
      names.add(id.substring(id.indexOf('-') + 1));
    }
    return names;
  }

  private List<String> found(String words) {
    return names(search("_content", words, ""));
  }

  private List<String> foundInNarrative(String words) {
    return names(search("_text", words, ""));
  }

  @Nested
  class Words {

    @ParameterizedTest
    @CsvSource(
        delimiter = '#',
        quoteCharacter = '`',
        value = {
          "huber # a",
          "HÜBER # a",
          "lunge # a",
          "lunge knoten # a",
          "lunge leber # ``",
          "lung* # a",
          "lun # ``",
          "\"rechten lunge\" # a",
          "\"lunge rechten\" # ``",
          "-leber # a",
          "knoten -leber # a",
          "knoten NOT lunge # b",
          "lunge or leber # a b",
          "lunge | leber # a b",
          "lunge,leber # a b",
          "(lunge or leber) zyste # b",
          "thorax # a",
          "ct-thorax # a",
          "ctthorax # a",
          "*karzinom # b",
          "*zellkarz* # b",
          "*karzi # ``",
          "*zellkarz* or lunge # a b",
          "-*karzinom # a"
        })
    void areFound(String words, String names) {
      store("a", "Knoten in der rechten Lunge. CT-Thorax: Hüber-Zeichen");
      store("b", "Knoten und Zyste der Leber, leberzellkarzinom");

      assertThat(found(words))
          .as(words)
          .containsExactlyInAnyOrder(names.isEmpty() ? new String[0] : names.split(" "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"结节", "上叶", "左肺上叶可见结节", "节", "\"可见结节\"", "结节 左肺", "结节 -右肺"})
    void ofChineseAreFoundAnywhere(String words) {
      store("a", "左肺上叶可见结节。");
      store("b", "右肺未见异常");

      assertThat(found(words)).as(words).containsExactly("a");
      assertThat(found("叶结")).isEmpty();
    }

    @Test
    void ofJapaneseAndThaiAreFoundAnywhere() {
      store("a", "右肺に小さな結節あり");
      store("b", "พบก้อนในปอดด้านขวา");

      assertThat(found("結節")).containsExactly("a");
      assertThat(found("小さな")).containsExactly("a");
      assertThat(found("ปอด")).containsExactly("b");
    }

    @Test
    void ofAllElementsAreFoundButNotCodesOfTheStandard() {
      store(
          "a",
          "none",
          "",
          "\"identifier\":[{\"value\":\"ACC-4711\"}],"
              + "\"subject\":{\"reference\":\"http://other.example.org/Patient/0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0\",\"display\":\"Quincy"
              + " Adams\"},"
              + "\"contained\":[{\"resourceType\":\"Specimen\",\"id\":\"s\",\"note\":[{\"text\":\"haemolytic\"}]}],"
              + "\"specimen\":[{\"reference\":\"#s\"}],");

      assertThat(found("ACC-4711")).containsExactly("a");
      assertThat(found("quincy")).containsExactly("a");
      assertThat(found("haemolytic")).containsExactly("a");
      assertThat(found("final")).isEmpty();
      assertThat(found("0c3151bd")).isEmpty();
    }

    @Test
    void ofTheNarrativeAreThoseOfText() {
      store("a", "only in conclusion", "<p>only in <b>narra</b>tive</p><p>&lt;twice&gt;</p>", "");

      assertThat(foundInNarrative("narrative")).containsExactly("a");
      assertThat(foundInNarrative("*rrative")).containsExactly("a");
      assertThat(foundInNarrative("conclusion")).isEmpty();
      assertThat(foundInNarrative("*clusion")).isEmpty();
      assertThat(found("narrative conclusion twice")).containsExactly("a");
      assertThat(found("xhtml")).isEmpty();
    }

    @Test
    void behindTheLastPositionAreFoundInPhrases() {
      store("a", "Befund ".repeat(17_000) + "左肺上叶可见结节 and a final remark");

      assertThat(found("左肺上叶")).containsExactly("a");
      assertThat(found("\"final remark\"")).containsExactly("a");
    }

    @Test
    void thatAreNoneAreRefused() {
      Answer answer = http().get("DiagnosticReport?_content=%21%22");

      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.diagnostics()).contains("_content", "a word");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"'", "a:b", "a & | !", "\\", "a<->b", ")(", "a\"b", "%", "结*节", "a'b\\'c"})
    void thatLookLikeSyntaxAreNone(String words) {
      store("a", "nothing of this");

      String value = URLEncoder.encode(words, StandardCharsets.UTF_8);
      assertThat(http().get("DiagnosticReport?_content=" + value).status()).isIn(200, 400);
      assertThat(http().get("DiagnosticReport?_sort=_score&_text=x+" + value).status())
          .isEqualTo(200);
    }
  }

  @Nested
  class Attachments {

    @Test
    void areSearchedIn() throws IOException {
      storeWithAttachment("pdf", "application/pdf", Pdf.of("Pleuraerguss links"));
      storeWithAttachment(
          "html",
          "text/html; charset=utf-8",
          "<html><body><h1>Pneumo<i>thorax</i></h1></body></html>"
              .getBytes(StandardCharsets.UTF_8));
      storeWithAttachment("text", "text/plain", "Atelektase".getBytes(StandardCharsets.UTF_8));

      assertThat(found("pleuraerguss")).containsExactly("pdf");
      assertThat(found("pneumothorax")).containsExactly("html");
      assertThat(found("atelektase")).containsExactly("text");
      assertThat(found("body")).isEmpty();
    }

    @Test
    void thatAreBrokenAreStored() {
      storeWithAttachment(
          "broken", "application/pdf", "%PDF-1.7 none".getBytes(StandardCharsets.UTF_8));

      assertThat(found("attachment")).containsExactly("broken");
    }

    @Test
    void ofDocumentsAreSearchedIn() {
      String id = code.substring(0, 12) + "-doc";
      Answer answer =
          http()
              .put(
                  "DocumentReference/" + id,
                  """
                  {"resourceType":"DocumentReference","id":"%s","status":"current",
                  "content":[{"attachment":{"contentType":"text/plain","data":"%s"}}]}\
                  """
                      .formatted(
                          id,
                          Base64.getEncoder()
                              .encodeToString(
                                  ("letter " + code).getBytes(StandardCharsets.UTF_8))));
      assertThat(answer.status()).isEqualTo(201);
      stored.add("DocumentReference/" + id);

      assertThat(names(http().get("DocumentReference?_content=" + code))).containsExactly("doc");
    }
  }

  @Nested
  class Results {

    @Test
    void haveATotalAndAScore() {
      store("often", "nodule nodule nodule");
      store("once", "a long report that mentions a nodule somewhere among its many other words");
      store("never", "nothing");

      Answer answer = search("_content", "nodule", "&_sort=_score");

      assertThat(names(answer)).containsExactly("often", "once");
      assertThat(answer.json().path("total").asInt()).isEqualTo(2);
      double best = answer.json().at("/entry/0/search/score").asDouble();
      double other = answer.json().at("/entry/1/search/score").asDouble();
      assertThat(best).isGreaterThan(other).isLessThanOrEqualTo(1);
      assertThat(other).isPositive();
      assertThat(names(search("_content", "nodule", "&_sort=-_score")))
          .containsExactly("once", "often");
    }

    @Test
    void areCountedOnAllPages() {
      for (int i = 0; i < 5; i++) {
        store("r" + i, "nodule number " + i);
      }

      List<Answer> pages =
          http()
              .pages("DiagnosticReport?code=" + code + "&_content=nodule&_count=2&_total=accurate");

      assertThat(pages).hasSize(3);
      assertThat(pages.get(0).json().path("total").asInt()).isEqualTo(5);
      assertThat(pages.stream().flatMap(it -> names(it).stream()))
          .containsExactlyInAnyOrder("r0", "r1", "r2", "r3", "r4");
      assertThat(search("_content", "nodule", "&_summary=count").json().path("total").asInt())
          .isEqualTo(5);
    }

    @Test
    void ofSeveralParametersMatchAll() {
      store("a", "nodule and cyst");
      store("b", "nodule");

      assertThat(names(search("_content", "nodule", "&_content=cyst"))).containsExactly("a");
      assertThat(names(search("_content", "nodule", "&status=preliminary"))).isEmpty();
    }

    @Test
    void followUpdateAndDelete() {
      store("a", "before");
      store("a", "after");

      assertThat(found("before")).isEmpty();
      assertThat(found("after")).containsExactly("a");

      http().delete(stored.get(0));

      assertThat(found("after")).isEmpty();
    }

    @Test
    void areRebuiltByReindex() {
      store("a", "before");
      new JdbcTemplate(database)
          .update(
              "delete from andiron.idx_text x using hfj_resource r"
                  + " where r.res_id = x.res_id and r.fhir_id = ?",
              stored.get(0).substring("DiagnosticReport/".length()));
      assertThat(found("before")).isEmpty();

      Answer answer = http().post(stored.get(0) + "/$reindex", "{\"resourceType\":\"Parameters\"}");

      assertThat(answer.status()).as(answer.body()).isEqualTo(200);
      assertThat(found("before")).containsExactly("a");
    }

    @Test
    void ofAllTypesHaveAScore() {
      store("a", "nodule " + code);

      Answer answer = http().get("?_type=DiagnosticReport,Patient&_content=" + code);

      assertThat(names(answer)).containsExactly("a");
      assertThat(answer.json().at("/entry/0/search/score").asDouble()).isPositive();
    }

    @Test
    void ofAConditionalDeleteAreAllThatIsDeleted() {
      store("a", "nodule");
      store("b", "cyst");

      Answer answer = http().delete("DiagnosticReport?code=" + code + "&_content=cyst");

      assertThat(answer.status()).as(answer.body()).isIn(200, 204);
      assertThat(found("nodule or cyst")).containsExactly("a");
    }

    @Test
    void areForgottenWithTheResource() {
      store("a", "to be expunged");
      http().delete(stored.get(0));
      String id = stored.get(0).substring("DiagnosticReport/".length());
      JdbcTemplate jdbc = new JdbcTemplate(database);
      Long number =
          jdbc.queryForObject("select res_id from hfj_resource where fhir_id = ?", Long.class, id);

      Answer answer =
          http()
              .post(
                  stored.remove(0) + "/$expunge",
                  """
                  {"resourceType":"Parameters","parameter":[
                  {"name":"expungeDeletedResources","valueBoolean":true},
                  {"name":"expungePreviousVersions","valueBoolean":true}]}\
                  """);

      assertThat(answer.status()).as(answer.body()).isEqualTo(200);
      assertThat(
              jdbc.queryForObject(
                  "select count(*) from andiron.idx_text where res_id = ?", Long.class, number))
          .isZero();
    }

    @Test
    void comeFromAnIndex() {
      JdbcTemplate jdbc = new JdbcTemplate(database);
      List<String> plan =
          jdbc.execute(
              (java.sql.Connection connection) -> {
                try (java.sql.Statement statement = connection.createStatement()) {
                  connection.setAutoCommit(false);
                  statement.execute("set local enable_seqscan = off");
                  List<String> lines = new ArrayList<>();
                  try (java.sql.ResultSet rows =
                      statement.executeQuery(
                          "explain select x.res_id from andiron.idx_text x"
                              + " where x.content @@ '''结节'''::tsquery")) {
                    while (rows.next()) {
                      lines.add(rows.getString(1));
                    }
                  }
                  return lines;
                } finally {
                  connection.rollback();
                  connection.setAutoCommit(true);
                }
              });

      assertThat(plan).anySatisfy(it -> assertThat(it).contains("idx_text_content"));
    }
  }

  @Test
  void theCapabilityStatementListsBothParameters() {
    JsonNode resources = http().get("metadata").json().at("/rest/0/resource");
    for (JsonNode resource : resources) {
      if (resource.path("type").asText().equals("DiagnosticReport")) {
        assertThat(resource.path("searchParam").findValuesAsText("name"))
            .contains("_content", "_text");
      }
    }
  }
}
