package org.andiron.security.account.passkey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.andiron.security.AccountEvent;
import org.andiron.security.AccountEvent.Factor;
import org.andiron.security.account.Accounts;
import org.andiron.testsupport.FhirHttp.Answer;
import org.andiron.testsupport.PasskeyDevice;
import org.andiron.testsupport.Person;
import org.andiron.testsupport.SmartApp;
import org.andiron.testsupport.SmartIT;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.PayloadApplicationEvent;

/** What devices send that is not right is refused in plain words, and nothing comes of it. */
@ExtendWith(OutputCaptureExtension.class)
class PasskeySignInIT extends SmartIT {

  private static final String ACCOUNT = "/auth/account";
  private static final String SIGN_IN = "/auth/sign-in";

  @Autowired private Accounts accounts;
  @Autowired private Passkeys passkeys;
  @Autowired private ConfigurableApplicationContext context;

  private final List<AccountEvent> events = new ArrayList<>();
  private final ApplicationListener<PayloadApplicationEvent<AccountEvent>> listener =
      event -> events.add(event.getPayload());
  private Person nurse;
  private SmartApp browser;
  private PasskeyDevice device;

  @BeforeEach
  void setUp() {
    nurse = Person.nurse(accounts);
    browser = browser(nurse);
    device = new PasskeyDevice(rootUrl());
  }

  private SmartApp browser(Person person) {
    return new SmartApp(rootUrl(), "none").signIn(person);
  }

  private SmartApp strangersBrowser() {
    return new SmartApp(rootUrl(), "none");
  }

  private static JsonNode registrationOptions(SmartApp browser) {
    Answer answer = browser.script(ACCOUNT, "/webauthn/register/options", "");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json();
  }

  private static Answer register(SmartApp browser, String body) {
    return browser.script(ACCOUNT, "/webauthn/register", body);
  }

  private static JsonNode signInOptions(SmartApp browser) {
    Answer answer = browser.script(SIGN_IN, "/webauthn/authenticate/options", "");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json();
  }

  private static Answer signIn(SmartApp browser, String body) {
    return browser.script(SIGN_IN, "/login/webauthn", body);
  }

  private int kept(Person person) {
    return passkeys.of(accounts.byUsername(person.username()).orElseThrow()).size();
  }

  private static void assertRefused(Answer answer, int status, CapturedOutput output) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.json().path("message").asText()).startsWith("The passkey was not accepted");
    assertThat(answer.json().size()).isEqualTo(1);
    assertThat(output.toString()).doesNotContain("ERROR", "WARN", "Exception");
  }

  private static Arguments change(String what, UnaryOperator<ObjectNode> change) {
    return Arguments.of(what, (Function<ObjectNode, String>) it -> change.apply(it).toString());
  }

  private static Arguments text(String text) {
    return Arguments.of(text, (Function<ObjectNode, String>) it -> text);
  }

  private static Arguments without(String pointer) {
    return change(
        "without " + pointer,
        body -> {
          int last = pointer.lastIndexOf('/');
          ObjectNode parent = (ObjectNode) body.at(pointer.substring(0, last));
          assertThat(parent.remove(pointer.substring(last + 1))).isNotNull();
          return body;
        });
  }

  private static Arguments with(String parent, String field, String json) {
    return change(
        parent + "/" + field + " is " + json,
        body -> {
          try {
            ((ObjectNode) body.at(parent)).set(field, new ObjectMapper().readTree(json));
            return body;
          } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
          }
        });
  }

  /** Another text in what the browser says of the page, in which the challenge is. */
  private static Arguments clientData(String parent, String from, String to) {
    return change(
        from + " becomes " + to,
        body -> {
          ObjectNode response = (ObjectNode) body.at(parent);
          String said =
              new String(decoded(response, "clientDataJSON"), StandardCharsets.UTF_8)
                  .replaceFirst(from, to);
          return encoded(body, parent, "clientDataJSON", said.getBytes(StandardCharsets.UTF_8));
        });
  }

  private static Arguments bytes(
      String what, String parent, String field, UnaryOperator<byte[]> change) {
    return change(
        field + " " + what,
        body ->
            encoded(
                body, parent, field, change.apply(decoded((ObjectNode) body.at(parent), field))));
  }

  private static byte[] decoded(ObjectNode response, String field) {
    return Base64.getUrlDecoder().decode(response.path(field).asText());
  }

  private static ObjectNode encoded(ObjectNode body, String parent, String field, byte[] bytes) {
    ((ObjectNode) body.at(parent)).put(field, Base64.getUrlEncoder().encodeToString(bytes));
    return body;
  }

  private static byte[] altered(byte[] bytes, int at) {
    byte[] altered = bytes.clone();
    altered[at < 0 ? bytes.length + at : at] ^= 0x55;
    return altered;
  }

  static Stream<Arguments> badRegistrations() {
    String credential = "/publicKey/credential";
    String response = credential + "/response";
    return Stream.of(
        text(""),
        text("{"),
        text("null"),
        text("7"),
        text("[]"),
        text("{}"),
        text("{\"publicKey\": null}"),
        text("{\"publicKey\": {}}"),
        text("{\"publicKey\": {\"label\": \"x\", \"credential\": {}}}"),
        without("/publicKey/label"),
        without(credential),
        without(credential + "/rawId"),
        without(credential + "/type"),
        without(response),
        without(response + "/attestationObject"),
        without(response + "/clientDataJSON"),
        with(credential, "rawId", "\"***\""),
        with(credential, "type", "7"),
        with("/publicKey", "label", "\"a\\u0000b\""),
        with(response, "transports", "[null]"),
        with(response, "transports", "[\"a\\u0000b\"]"),
        with(response, "clientDataJSON", "\"bm8\""),
        with(response, "attestationObject", "\"bm8\""),
        clientData(response, "\"challenge\":\"....", "\"challenge\":\"AAAA"),
        clientData(response, "\"challenge\":\"[^\"]+\",", ""),
        clientData(response, "http://localhost:[0-9]+", "https://evil.example.org"),
        clientData(response, "http://localhost", "https://localhost"),
        clientData(response, "webauthn.create", "webauthn.get"),
        bytes("without its end", response, "attestationObject", it -> Arrays.copyOf(it, 100)),
        bytes("with another key", response, "attestationObject", it -> altered(it, -1)),
        bytes("of another form", response, "attestationObject", it -> altered(it, 0)));
  }

  @ParameterizedTest(name = "[{index}] {0}")
  @MethodSource("badRegistrations")
  void aBadRegistrationIsRefused(
      String what, Function<ObjectNode, String> change, CapturedOutput output) {
    String body = change.apply(device.registration(registrationOptions(browser)));
    assertRefused(register(browser, body), 400, output);
    assertThat(kept(nurse)).isZero();
  }

  /** Not each byte matters, but none makes the server fail. */
  @Test
  void noAlteredAttestationIsAFailure(CapturedOutput output) {
    String response = "/publicKey/credential/response";
    int refused = 0;
    byte[] good = new byte[1];
    for (int at = 0; at < good.length; at += 3) {
      ObjectNode body = device.registration(registrationOptions(browser));
      good = decoded((ObjectNode) body.at(response), "attestationObject");
      Answer answer =
          register(
              browser, encoded(body, response, "attestationObject", altered(good, at)).toString());
      if (answer.status() == 200) {
        passkeys.removeAll(accounts.byUsername(nurse.username()).orElseThrow(), "test");
      } else {
        assertRefused(answer, 400, output);
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(20);
  }

  @Test
  void aPasskeyOfAnotherOriginOrWithoutItsUserIsRefused(CapturedOutput output) {
    PasskeyDevice elsewhere = new PasskeyDevice("https://evil.example.org");
    String body = elsewhere.registration(registrationOptions(browser)).toString();
    assertRefused(register(browser, body), 400, output);
    PasskeyDevice unguarded = device.withoutUserVerification();
    body = unguarded.registration(registrationOptions(browser)).toString();
    assertRefused(register(browser, body), 400, output);
    assertThat(kept(nurse)).isZero();
  }

  @Test
  void aPasskeyIsRegisteredOnce(CapturedOutput output) {
    String body = device.registration(registrationOptions(browser)).toString();
    assertThat(register(browser, body).status()).isEqualTo(200);
    assertRefused(register(browser, body), 400, output);
    String again = device.registration(registrationOptions(browser)).toString();
    assertRefused(register(browser, again), 400, output);
    assertThat(kept(nurse)).isOne();

    Person other = Person.nurse(accounts);
    SmartApp others = browser(other);
    String taken = device.registration(registrationOptions(others)).toString();
    assertRefused(register(others, taken), 400, output);
    assertThat(kept(other)).isZero();
  }

  @Test
  void aRegistrationNobodyAskedForIsRefused(CapturedOutput output) {
    JsonNode options = registrationOptions(browser(Person.nurse(accounts)));
    assertRefused(register(browser, device.registration(options).toString()), 400, output);
    assertThat(kept(nurse)).isZero();
  }

  static Stream<Arguments> badAssertions() {
    String response = "/response";
    return Stream.of(
        text(""),
        text("{"),
        text("null"),
        text("7"),
        text("[]"),
        text("{}"),
        text("{\"id\": \"AAAA\", \"rawId\": \"AAAA\", \"response\": {}}"),
        without("/id"),
        without("/rawId"),
        without(response),
        without(response + "/authenticatorData"),
        without(response + "/clientDataJSON"),
        without(response + "/signature"),
        with("", "rawId", "\"AAAAAAAAAAAAAAAAAAAAAA\""),
        with("", "rawId", "\"***\""),
        clientData(response, "\"challenge\":\"....", "\"challenge\":\"AAAA"),
        clientData(response, "http://localhost:[0-9]+", "https://evil.example.org"),
        clientData(response, "webauthn.get", "webauthn.create"),
        bytes("without its end", response, "authenticatorData", it -> Arrays.copyOf(it, 9)),
        bytes("of another server", response, "authenticatorData", it -> altered(it, 0)),
        bytes("altered", response, "signature", it -> altered(it, -1)),
        bytes("of another form", response, "signature", it -> altered(it, 0)));
  }

  @ParameterizedTest(name = "[{index}] {0}")
  @MethodSource("badAssertions")
  void aBadSignInIsRefused(
      String what, Function<ObjectNode, String> change, CapturedOutput output) {
    String body = device.registration(registrationOptions(browser)).toString();
    assertThat(register(browser, body).status()).isEqualTo(200);
    SmartApp stranger = strangersBrowser();
    String shown = change.apply(device.assertion(signInOptions(stranger)));
    assertRefused(signIn(stranger, shown), 401, output);
    assertThat(stranger.open(ACCOUNT).status()).isEqualTo(303);
  }

  @Test
  void aSignInNobodyAskedForIsRefused(CapturedOutput output) {
    String body = device.registration(registrationOptions(browser)).toString();
    assertThat(register(browser, body).status()).isEqualTo(200);
    SmartApp stranger = strangersBrowser();
    String shown = device.assertion(signInOptions(strangersBrowser())).toString();
    assertRefused(signIn(stranger, shown), 401, output);
  }

  @Test
  void whatBecomesOfAPasskeyIsTold() {
    context.addApplicationListener(listener);
    try {
      String body = device.registration(registrationOptions(browser)).toString();
      assertThat(register(browser, body).json().path("success").asBoolean()).isTrue();
      assertThat(events).contains(new AccountEvent.FactorAdded(nurse.username(), Factor.PASSKEY));
      SmartApp again = strangersBrowser();
      Answer answer = signIn(again, device.assertion(signInOptions(again)).toString());
      assertThat(answer.status()).as(answer.body()).isEqualTo(200);
      assertThat(events)
          .contains(new AccountEvent.SignedIn(nurse.username(), "127.0.0.1", Factor.PASSKEY));
      assertThat(again.open("/auth/continue").header("Location")).hasValue(ACCOUNT);
    } finally {
      context.removeApplicationListener(listener);
    }
  }

  @Test
  void optionsAreGivenWhateverIsSentWithTheQuestion(CapturedOutput output) {
    for (String body : List.of("{", "null", "[7]", "\u0000")) {
      assertThat(browser.script(ACCOUNT, "/webauthn/register/options", body).status())
          .isEqualTo(200);
      assertThat(
              strangersBrowser().script(SIGN_IN, "/webauthn/authenticate/options", body).status())
          .isEqualTo(200);
    }
    assertThat(strangersBrowser().script(SIGN_IN, "/webauthn/register/options", "").status())
        .isEqualTo(401);
    assertThat(strangersBrowser().script(SIGN_IN, "/webauthn/register", "{}").status())
        .isEqualTo(401);
    assertThat(output.toString()).doesNotContain("ERROR", "WARN", "Exception");
  }
}
