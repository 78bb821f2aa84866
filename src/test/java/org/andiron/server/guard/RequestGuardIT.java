package org.andiron.server.guard;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.andiron.server.guard.RawHttp.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.http.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.autoconfigure.web.embedded.EmbeddedWebServerFactoryCustomizerAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.DispatcherServletAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.ServletWebServerFactoryAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.WebMvcAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.error.ErrorMvcAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;

/** The guard before an echo servlet, spoken to by raw sockets. */
class RequestGuardIT {

  private static final long GIGABYTE = 1L << 30;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final AtomicInteger SERVED = new AtomicInteger();

  private static ServletWebServerApplicationContext context;
  private static RawHttp http;
  private static BodyBudget budget;

  @ImportAutoConfiguration({
    EmbeddedWebServerFactoryCustomizerAutoConfiguration.class,
    ServletWebServerFactoryAutoConfiguration.class,
    DispatcherServletAutoConfiguration.class,
    HttpMessageConvertersAutoConfiguration.class,
    WebMvcAutoConfiguration.class,
    ErrorMvcAutoConfiguration.class
  })
  @EnableConfigurationProperties(LimitsProperties.class)
  @ComponentScan(
      basePackages = {"org.andiron.server.guard", "org.andiron.server.error"},
      useDefaultFilters = false,
      includeFilters =
          @ComponentScan.Filter(
              type = FilterType.REGEX,
              pattern = ".*\\.(GuardConfiguration|ErrorPagesConfiguration)"))
  static class EchoApplication {

    @Bean
    ServletRegistrationBean<HttpServlet> echo() {
      return new ServletRegistrationBean<>(new EchoServlet(), "/fhir/*");
    }
  }

  private static final class EchoServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      SERVED.incrementAndGet();
      if (request.getRequestURI().endsWith("/$fail")) {
        throw new IllegalStateException("secret inside");
      }
      byte[] body = request.getInputStream().readAllBytes();
      String echo =
          String.join(
              "\n",
              String.valueOf(request.getQueryString()),
              String.valueOf(request.getParameter("name")),
              String.valueOf(request.getHeader("Content-Encoding")),
              String.valueOf(request.getContentLength()),
              body.length > 200 ? "long" : new String(body, UTF_8));
      byte[] bytes = echo.getBytes(UTF_8);
      response.setContentType("text/plain");
      response.setContentLength(bytes.length);
      response.getOutputStream().write(bytes);
    }
  }

  @BeforeAll
  static void start() {
    SpringApplication application = new SpringApplication(EchoApplication.class);
    context =
        (ServletWebServerApplicationContext)
            application.run(
                "--server.port=0",
                "--spring.config.name=none",
                "--spring.main.banner-mode=off",
                "--server.tomcat.connection-timeout=1s",
                "--andiron.limits.body=8MB",
                "--andiron.limits.inflated-body=8MB",
                "--andiron.limits.buffered-bodies=24MB",
                "--andiron.limits.bundle-entries=50");
    http = new RawHttp(context.getWebServer().getPort());
    budget = context.getBean(BodyBudget.class);
  }

  @AfterAll
  static void stop() {
    context.close();
  }

  @BeforeEach
  void forgetServed() {
    SERVED.set(0);
  }

  private static String post(String path, String type) {
    return "POST " + path + " HTTP/1.1\r\nContent-Type: " + type;
  }

  private static Answer postJson(String body) throws IOException {
    return http.send(post("/fhir/Patient", "application/fhir+json"), body.getBytes(UTF_8));
  }

  private static Answer postXml(String body) throws IOException {
    return http.send(post("/fhir/Patient", "application/fhir+xml"), body.getBytes(UTF_8));
  }

  private static JsonNode refused(Answer answer, int status) throws IOException {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().get("Content-Type")).startsWith("application/fhir+json");
    assertThat(answer.headers()).doesNotContainKey("Server").containsKey("X-Request-Id");
    JsonNode outcome = JSON.readTree(answer.body());
    assertThat(outcome.path("resourceType").asText()).isEqualTo("OperationOutcome");
    assertThat(outcome.path("id").asText()).isEqualTo(answer.headers().get("X-Request-Id"));
    assertThat(answer.body()).doesNotContain("Exception", "Tomcat", "at org.");
    assertThat(SERVED).hasValue(0);
    return outcome.path("issue").get(0);
  }

  private static void accepted(Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(SERVED).hasValue(1);
  }

  @Nested
  class Json {

    @Test
    void wellFormedIsLetThroughUnchanged() throws IOException {
      Answer answer = postJson("{\"resourceType\":\"Patient\",\"id\":\"ü\"}");
      accepted(answer);
      assertThat(answer.body()).endsWith("{\"resourceType\":\"Patient\",\"id\":\"ü\"}");
    }

    @Test
    void malformedIsRefusedWithLineColumnAndPath() throws IOException {
      JsonNode issue =
          refused(
              postJson("{\"resourceType\":\"Patient\",\n\"name\":[{},{\"given\":[\"a\" \"b\"]}]}"),
              400);
      assertThat(issue.path("location").get(0).asText()).startsWith("line 2, column ");
      assertThat(issue.path("expression").get(0).asText()).isEqualTo("Patient.name[1].given[1]");
    }

    @Test
    void contentOfTheRecordIsNotRepeated() throws IOException {
      assertThat(postJson("{\"name\":Smithers}").body()).doesNotContain("Smithers");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "{\"a\":1",
          "{\"a\":1}}",
          "{'a':1}",
          "{\"a\":01}",
          "{\"a\":NaN}",
          "{\"a\":1,}",
          "[1 2]",
          "{} {}",
          "nul",
          "{\"a\":\"\u0001\"}",
          "{\"a\":\"\\x\"}",
          "   "
        })
    void everyOtherMistakeIsRefused(String body) throws IOException {
      refused(postJson(body), 400);
    }

    @Test
    void twiceTheSameMemberIsRefused() throws IOException {
      assertThat(refused(postJson("{\"a\":1,\"a\":2}"), 400).path("diagnostics").asText())
          .contains("twice");
    }

    @Test
    void deepNestingIsRefused() throws IOException {
      JsonNode issue = refused(postJson("{\"a\":".repeat(200_000)), 400);
      assertThat(issue.path("diagnostics").asText()).contains("andiron.limits.depth");
    }

    @Test
    void hugeNumbersAreRefused() throws IOException {
      refused(postJson("{\"a\":1e999999999}"), 400);
      refused(postJson("{\"a\":" + "1".repeat(5000) + "}"), 400);
    }

    @Test
    void tooManyEntriesAreRefusedWhereverTheTypeStands() throws IOException {
      String entries = "\"entry\":[" + "{},".repeat(50) + "{}]";
      refused(postJson("{\"resourceType\":\"Bundle\"," + entries + "}"), 413);
      refused(postJson("{" + entries + ",\"resourceType\":\"Bundle\"}"), 413);
      accepted(postJson("{\"resourceType\":\"List\"," + entries + "}"));
    }

    @Test
    void anEmptyBodyIsRefusedButNotForAnOperation() throws IOException {
      refused(postJson(""), 400);
      accepted(http.send("POST /fhir/$reindex HTTP/1.1\r\nContent-Length: 0"));
    }
  }

  @Nested
  class Xml {

    @Test
    void wellFormedIsLetThrough() throws IOException {
      accepted(postXml("<Patient xmlns=\"http://hl7.org/fhir\"><id value=\"1\"/></Patient>"));
    }

    @Test
    void malformedIsRefusedWithLineAndPath() throws IOException {
      JsonNode issue = refused(postXml("<Patient>\n<name/><name><given></name></Patient>"), 400);
      assertThat(issue.path("location").get(0).asText()).startsWith("line 2, column ");
      assertThat(issue.path("expression").get(0).asText()).isEqualTo("Patient.name[1].given");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><Patient>&e;</Patient>",
          "<!DOCTYPE x SYSTEM \"http://localhost:1/x.dtd\"><Patient/>",
          "<!DOCTYPE x [<!ENTITY a \"aaa\"><!ENTITY b \"&a;&a;\">]><Patient v=\"&b;\"/>",
          "<Patient>&nope;</Patient>",
          "<Patient v=\"&nope;\"/>",
          "<Patient/><Patient/>",
          "<Patient",
          ""
        })
    void documentTypesEntitiesAndMistakesAreRefused(String body) throws IOException {
      refused(postXml(body), 400);
    }

    @Test
    void otherEncodingsAreRefused() throws IOException {
      refused(postXml("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><Patient/>"), 415);
      refused(
          http.send(
              post("/fhir/Patient", "application/fhir+xml"),
              "<?xml version=\"1.0\" encoding=\"UTF-16\"?><Patient/>".getBytes(UTF_16BE)),
          415);
    }

    @Test
    void deepNestingAndManyEntriesAreRefused() throws IOException {
      refused(postXml("<a>".repeat(100_000)), 400);
      refused(postXml("<Bundle>" + "<entry/>".repeat(51) + "</Bundle>"), 413);
    }

    @Test
    void anAttachmentOfMegabytesIsLetThrough() throws IOException {
      accepted(postXml("<Binary><data value=\"" + "A".repeat(3 << 20) + "\"/></Binary>"));
    }
  }

  @Nested
  class Encoding {

    @Test
    void malformedUtf8IsRefusedWithItsOffset() throws IOException {
      JsonNode issue =
          refused(
              http.send(
                  post("/fhir/Patient", "application/fhir+json"),
                  "{\"a\":\"\u00fc\"}".getBytes(ISO_8859_1)),
              400);
      assertThat(issue.path("diagnostics").asText()).contains("at byte 6");
    }

    @Test
    void otherCharsetsAreRefused() throws IOException {
      refused(
          http.send(
              post("/fhir/Patient", "application/fhir+json; charset=ISO-8859-1"), "{}".getBytes()),
          415);
      refused(
          http.send(post("/fhir/Patient", "application/fhir+json"), "{\"a\":1}".getBytes(UTF_16BE)),
          415);
    }

    @Test
    void utf8WithItsNameOrAMarkIsAccepted() throws IOException {
      accepted(
          http.send(
              post("/fhir/Patient", "application/fhir+json; charset=\"UTF-8\""), "{}".getBytes()));
      SERVED.set(0);
      Answer marked = postJson("\uFEFF{}");
      accepted(marked);
      assertThat(marked.body()).endsWith("\n2\n{}");
    }
  }

  @Nested
  class ContentType {

    @ParameterizedTest
    @CsvSource({
      "POST,/fhir/Patient,application/fhir+json,200",
      "POST,/fhir/Patient,application/json,200",
      "POST,/fhir/Patient,text/plain,415",
      "POST,/fhir/Patient,multipart/form-data,415",
      "POST,/fhir/Patient,nonsense,415",
      "POST,/fhir/Patient,application/x-www-form-urlencoded,415",
      "POST,/fhir/Patient/_search,application/fhir+json,415",
      "PATCH,/fhir/Patient/1,application/json-patch+json,200",
      "PATCH,/fhir/Patient/1,application/json,415",
      "POST,/fhir/Binary,image/png,200",
      "PUT,/fhir/Binary/1,application/fhir+ndjson,200",
      "POST,/fhir/Patient/$validate,application/fhir+json,200",
      "POST,/fhir/$graphql,application/json,200",
      "POST,/fhir,application/fhir+json,200"
    })
    void isCheckedByMethodAndPath(String method, String path, String type, int status)
        throws IOException {
      Answer answer =
          http.send(
              method + " " + path + " HTTP/1.1\r\nContent-Type: " + type, "{}".getBytes(UTF_8));
      assertThat(answer.status()).as(answer.body()).isEqualTo(status);
      if (status == 415) {
        refused(answer, 415);
      }
    }

    @Test
    void missingIsRefused() throws IOException {
      JsonNode issue = refused(http.send("POST /fhir/Patient HTTP/1.1", "{}".getBytes(UTF_8)), 415);
      assertThat(issue.path("diagnostics").asText()).contains("application/fhir+json");
    }

    @Test
    void aFormIsReadForItsParameters() throws IOException {
      Answer answer =
          http.send(
              post("/fhir/Patient/_search", "application/x-www-form-urlencoded"),
              "name=J%C3%BCrgen&x=1".getBytes(UTF_8));
      accepted(answer);
      assertThat(answer.body()).contains("\nJürgen\n");
    }
  }

  @Nested
  class Size {

    @Test
    void aGigabyteIsRefusedByItsLengthAlone() throws IOException {
      Answer answer =
          http.send(
              post("/fhir/Patient", "application/fhir+json") + "\r\nContent-Length: " + GIGABYTE);
      JsonNode issue = refused(answer, 413);
      assertThat(issue.path("diagnostics").asText()).contains("andiron.limits.body");
      assertThat(answer.headers()).containsEntry("Connection", "close");
    }

    @Test
    void aGigabyteInChunksIsRefusedOnceTheLimitIsPassed() throws IOException {
      byte[] chunk = ("10000\r\n" + " ".repeat(0x10000) + "\r\n").getBytes(UTF_8);
      AtomicInteger written = new AtomicInteger();
      String head =
          post("/fhir/Patient", "application/fhir+json") + "\r\nTransfer-Encoding: chunked";
      Answer answer =
          http.send(
              head,
              out -> {
                // One chunk past the limit, and no more than Tomcat swallows, so that no reset can
                // lose the answer.
                for (long sent = 0; sent <= 8L << 20; sent += 0x10000) {
                  out.write(chunk);
                  written.incrementAndGet();
                }
              });
      refused(answer, 413);
      assertThat(budget.used()).isZero();
    }

    @Test
    void gzipAndDeflateAreInflatedAndHidden() throws IOException {
      Answer gzip =
          http.send(
              post("/fhir/Patient", "application/fhir+json") + "\r\nContent-Encoding: gzip",
              gzip("{\"id\":\"1\"}"));
      accepted(gzip);
      assertThat(gzip.body()).endsWith("\nnull\n10\n{\"id\":\"1\"}");
      SERVED.set(0);
      ByteArrayOutputStream deflated = new ByteArrayOutputStream();
      try (OutputStream out = new DeflaterOutputStream(deflated)) {
        out.write("{\"id\":\"1\"}".getBytes(UTF_8));
      }
      accepted(
          http.send(
              post("/fhir/Patient", "application/fhir+json") + "\r\nContent-Encoding: deflate",
              deflated.toByteArray()));
    }

    @Test
    void aBombOfTenGigabytesIsRefused() throws IOException {
      byte[] blanks = new byte[1 << 20];
      String head =
          post("/fhir/Patient", "application/fhir+json")
              + "\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked";
      ByteArrayOutputStream bomb = new ByteArrayOutputStream();
      try (OutputStream out = new GZIPOutputStream(bomb)) {
        for (int i = 0; i < 16; i++) {
          out.write(blanks);
        }
      }
      byte[] member = bomb.toByteArray();
      Answer answer =
          http.send(
              head,
              out -> {
                // Gzip members follow one another: 640 of 16 MB make 10 GB.
                for (int i = 0; i < 640; i++) {
                  out.write((Integer.toHexString(member.length) + "\r\n").getBytes(UTF_8));
                  out.write(member);
                  out.write("\r\n".getBytes(UTF_8));
                }
                out.write("0\r\n\r\n".getBytes(UTF_8));
              });
      refused(answer, 413);
      assertThat(budget.used()).isZero();
    }

    @Test
    void brokenOrUnknownCodingsAreRefused() throws IOException {
      String head = post("/fhir/Patient", "application/fhir+json") + "\r\nContent-Encoding: ";
      refused(http.send(head + "gzip", "{}".getBytes(UTF_8)), 400);
      byte[] whole = gzip("{\"id\":\"1\"}");
      refused(http.send(head + "gzip", Arrays.copyOf(whole, whole.length - 9)), 400);
      refused(http.send(head + "br", "{}".getBytes(UTF_8)), 415);
      refused(http.send(head + "gzip, gzip", "{}".getBytes(UTF_8)), 415);
    }

    @Test
    void aBodyThatStopsArrivingIsRefused() throws IOException {
      String head = post("/fhir/Patient", "application/fhir+json") + "\r\nContent-Length: 1000";
      refused(http.send(head, out -> out.write("{".getBytes(UTF_8))), 408);
    }

    @Test
    void manyLargeClaimsAtOnceStayWithinTheBudget() throws Exception {
      int clients = 64;
      byte[] fourMegabytes = new byte[4 << 20];
      Arrays.fill(fourMegabytes, (byte) ' ');
      CountDownLatch start = new CountDownLatch(1);
      ExecutorService pool = Executors.newFixedThreadPool(clients);
      try {
        List<Future<Integer>> answers = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
          answers.add(
              pool.submit(
                  () -> {
                    start.await();
                    return http.send(
                            post("/fhir/Patient", "application/fhir+json")
                                + "\r\nContent-Length: "
                                + (8 << 20),
                            out -> out.write(fourMegabytes))
                        .status();
                  }));
        }
        start.countDown();
        for (Future<Integer> answer : answers) {
          assertThat(answer.get()).isIn(408, 503);
          assertThat(budget.used()).isBetween(0L, budget.total());
        }
      } finally {
        pool.shutdownNow();
      }
      assertThat(budget.used()).isZero();
    }

    private byte[] gzip(String text) throws IOException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (OutputStream out = new GZIPOutputStream(bytes)) {
        out.write(text.getBytes(UTF_8));
      }
      return bytes.toByteArray();
    }
  }

  @Nested
  class Url {

    @Test
    void charactersThatClientsDoNotEscapeAreAccepted() throws IOException {
      Answer answer = http.send("GET /fhir/Patient?name=a|b[c]{d}^\"<e>\\`&x=1 HTTP/1.1");
      accepted(answer);
      assertThat(answer.body()).contains("\na|b[c]{d}^\"<e>\\`\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {10_000, 40_000, 200_000})
    void tooLongIsRefused(int length) throws IOException {
      refused(http.send("GET /fhir/Patient?name=" + "a".repeat(length) + " HTTP/1.1"), 414);
    }

    @ParameterizedTest
    @ValueSource(ints = {50_000, 200_000})
    void tooLargeHeadersAreRefused(int length) throws IOException {
      refused(http.send("GET /fhir/Patient HTTP/1.1\r\nX-A: " + "a".repeat(length)), 431);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "/fhir/Patient?name=%zz",
          "/fhir/Patient?name=%4",
          "/fhir/Patient?name=%00",
          "/fhir/Patient?name=%FC",
          "/fhir/Patient?name=\u0001",
          "/fhir/Patient?name=\u00fc",
          "/fhir/Patient/%zz",
          "/fhir/Patient/%00",
          "/fhir/Patient%2F1",
          "/fhir;x=1/Patient",
          "/fhir/Patient;x=1/1",
          "/fhir/..%2f..%2fetc",
          "/fhir/../../etc"
        })
    void malformedIsRefused(String target) throws IOException {
      refused(http.send("GET " + target + " HTTP/1.1"), 400);
    }

    @Test
    void tooManyParametersAreRefused() throws IOException {
      refused(http.send("GET /fhir/Patient?" + "a=1&".repeat(200) + "a=1 HTTP/1.1"), 400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TRACE", "CONNECT", "PROPFIND", "get", "FOO"})
    void unknownMethodsAreRefused(String method) throws IOException {
      Answer answer = http.send(method + " /fhir/Patient HTTP/1.1");
      refused(answer, 405);
      assertThat(answer.headers().get("Allow")).contains("GET", "PATCH").doesNotContain("TRACE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nosuch", "/", "/error", "/fhirx"})
    void unknownPathsAreNotFound(String path) throws IOException {
      refused(http.send("GET " + path + " HTTP/1.1"), 404);
    }

    @Test
    void garbageInsteadOfHttpIsRefused() throws IOException {
      refused(http.send("\u0016\u0003\u0001 rubbish"), 400);
    }

    @Test
    void xmlIsWrittenWhereItIsAskedFor() throws IOException {
      Answer byAccept =
          http.send("GET /nosuch HTTP/1.1\r\nAccept: application/json;q=0.5, application/fhir+xml");
      assertThat(byAccept.status()).isEqualTo(404);
      assertThat(byAccept.headers().get("Content-Type")).startsWith("application/fhir+xml");
      assertThat(byAccept.body()).startsWith("<OperationOutcome xmlns=\"http://hl7.org/fhir\">");
      assertThat(http.send("GET /fhir/x?a=%zz&_format=xml HTTP/1.1").body()).startsWith("<");
    }

    @Test
    void aFailureInsideTellsNothing() throws IOException {
      Answer answer = http.send("GET /fhir/$fail HTTP/1.1");
      SERVED.set(0);
      JsonNode issue = refused(answer, 500);
      assertThat(issue.path("severity").asText()).isEqualTo("fatal");
      assertThat(answer.body()).doesNotContain("secret");
    }
  }
}
