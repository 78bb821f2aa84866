package org.andiron.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.andiron.startup.RunningServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class OperatorCommandsTest {

  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private TokenServer server;
  private ECKey key;

  @BeforeEach
  void setUp() throws Exception {
    key = new ECKeyGenerator(Curve.P_384).keyIDFromThumbprint(true).generate();
    server = new TokenServer(key);
    write("operator.jwk", key.toJSONString(), "rw-------");
  }

  @AfterEach
  void close() {
    server.close();
  }

  private Path write(String name, String content, String mode) throws Exception {
    Path file = Files.writeString(folder.resolve(name), content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    return file;
  }

  private RunningServer running() {
    return directory ->
        directory.equals(folder) ? Optional.of(server.root() + "/fhir") : Optional.empty();
  }

  private int run(CommandLine command, String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    return command
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }

  private int token(String... more) {
    String[] arguments = new String[more.length + 2];
    arguments[0] = "--data-directory";
    arguments[1] = folder.toString();
    System.arraycopy(more, 0, arguments, 2, more.length);
    return run(new CommandLine(new TokenCommand(running())), arguments);
  }

  private int user(String stdin, String... arguments) {
    return run(
        UserCommand.create(
            running(), new ByteArrayInputStream(stdin.getBytes(StandardCharsets.UTF_8))),
        withDirectory(arguments));
  }

  private String[] withDirectory(String... arguments) {
    String[] all = new String[arguments.length + 2];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    all[arguments.length] = "--data-directory";
    all[arguments.length + 1] = folder.toString();
    return all;
  }

  @Test
  void aTokenIsPrintedAlone() throws Exception {
    assertThat(token("--scope", "system/Patient.rs")).as(err.toString()).isZero();
    assertThat(out.toString().strip()).isEqualTo("t1");
    assertThat(err.toString()).isEmpty();
    assertThat(server.scope).isEqualTo("system/Patient.rs");
    JWTClaimsSet claims = server.assertions.get(0).getJWTClaimsSet();
    assertThat(server.assertions.get(0).getHeader().getAlgorithm().getName()).isEqualTo("ES384");
    assertThat(claims.getIssuer()).isEqualTo("andiron-operator").isEqualTo(claims.getSubject());
    assertThat(claims.getAudience()).containsExactly(server.tokenEndpoint);
    assertThat(claims.getJWTID()).isNotBlank();
    assertThat(claims.getExpirationTime().toInstant())
        .isBeforeOrEqualTo(claims.getIssueTime().toInstant().plusSeconds(300));
  }

  @Test
  void aServerOnThisMachineMayBeKnownByAnotherNameOutside() throws Exception {
    server.tokenEndpoint = "https://fhir.example.org/oauth2/token";
    assertThat(token()).isZero();
    assertThat(server.assertions.get(0).getJWTClaimsSet().getAudience())
        .containsExactly("https://fhir.example.org/oauth2/token");
  }

  @Test
  void forAServerWhoseTokensAreIssuedElsewhereTheOperatorSignsOne() throws Exception {
    server.operatorAudience = server.root() + "/fhir";
    assertThat(token("--scope", "system/Patient.rs")).as(err.toString()).isZero();
    SignedJWT token = SignedJWT.parse(out.toString().strip());
    assertThat(token.verify(new ECDSAVerifier(key.toECPublicKey()))).isTrue();
    assertThat(token.getHeader().getType()).hasToString("andiron-operator+jwt");
    assertThat(token.getHeader().getAlgorithm().getName()).isEqualTo("ES384");
    JWTClaimsSet claims = token.getJWTClaimsSet();
    assertThat(claims.getIssuer()).isEqualTo("andiron-operator").isEqualTo(claims.getSubject());
    assertThat(claims.getAudience()).containsExactly(server.root() + "/fhir");
    assertThat(claims.getStringClaim("scope")).isEqualTo("system/Patient.rs");
    assertThat(claims.getExpirationTime().toInstant())
        .isEqualTo(claims.getIssueTime().toInstant().plusSeconds(300));
    assertThat(server.assertions).isEmpty();
  }

  @Test
  void aServerElsewhereGetsNoTokenOfAnother() {
    ServerAddress address = ServerAddress.of("http://192.0.2.7/fhir");
    assertThatExceptionOfType(OperatorException.class)
        .isThrownBy(() -> address.sendTo(java.net.URI.create("https://fhir.example.org/token")))
        .withMessageContaining("names another one");
    assertThat(address.sendTo(java.net.URI.create("http://192.0.2.7/token")))
        .hasToString("http://192.0.2.7/token");
  }

  @Test
  void whatFailsIsToldInOneLine() throws Exception {
    write(
        "other.jwk",
        new ECKeyGenerator(Curve.P_384).keyID("x").generate().toJSONString(),
        "rw-------");
    assertThat(token("--key", folder.resolve("other.jwk").toString())).isEqualTo(2);
    assertThat(err.toString())
        .isEqualToIgnoringNewLines("token: the server gives no token: invalid_client unknown key");
    assertThat(token("--server", "http://localhost:1/fhir")).isEqualTo(2);
    assertThat(err.toString()).contains("no server answers");
    assertThat(token("--server", "ftp://x")).isEqualTo(2);
    Path open = write("open.jwk", Files.readString(folder.resolve("operator.jwk")), "rw-r--r--");
    assertThat(token("--key", open.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("open to others").doesNotContain("\"d\"");
    assertThat(run(new CommandLine(new TokenCommand(running())), "--data-directory", "/nowhere"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("operator.jwk");
  }

  @Test
  void aTokenIsKeptUntilItIsAboutToExpire() {
    ClientKey key = ClientKey.find(null, folder).orElseThrow();
    ServerTokens tokens =
        new ServerTokens(server.root() + "/fhir", key, ServerTokens.OPERATOR, ServerTokens.ALL);
    assertThat(tokens.current()).isEqualTo("t1");
    assertThat(tokens.current()).isEqualTo("t1");
    assertThat(tokens.insteadOf("t1")).isEqualTo("t2");
    assertThat(tokens.insteadOf("t1")).as("replaced by another thread").isEqualTo("t2");
    server.expiresIn = 30;
    assertThat(tokens.insteadOf("t2")).isEqualTo("t3");
    assertThat(tokens.current()).as("expires within a minute").isEqualTo("t4");
  }

  @Test
  void aUserIsAddedWithARandomPasswordThatIsShown() {
    assertThat(user("", "add", "nina", "--role", "nurse", "--fhir-user", "Practitioner/1"))
        .as(err.toString())
        .isZero();
    String password = out.toString().strip();
    assertThat(password).matches("([a-z2-9]{5}-){3}[a-z2-9]{5}");
    assertThat(server.requests.get(0))
        .startsWith("POST /admin/users Bearer t1 ")
        .contains(
            "\"username\":\"nina\"",
            "\"roles\":[\"nurse\"]",
            "\"fhirUser\":\"Practitioner/1\"",
            "\"mustChangePassword\":true",
            password);
  }

  @Test
  void aPasswordFromStandardInputIsNotShown() {
    assertThat(user("four small blue herons\n", "password", "nina", "--password-stdin")).isZero();
    assertThat(out.toString()).isEmpty();
    assertThat(server.requests.get(0))
        .startsWith("PUT /admin/users/nina/password")
        .contains("four small blue herons", "\"mustChangePassword\":false");
    assertThat(user("", "password", "nina", "--password-stdin")).isEqualTo(2);
  }

  @Test
  void usersAreChangedAndListed() {
    assertThat(user("", "role", "a@b.example", "nurse", "researcher")).isZero();
    assertThat(user("", "disable", "nina")).isZero();
    assertThat(user("", "enable", "nina")).isZero();
    assertThat(user("", "unlock", "nina")).isZero();
    assertThat(user("", "reset-factors", "nina")).isZero();
    server.answer =
        "{\"total\":1,\"users\":[{\"username\":\"nina\",\"active\":true,\"roles\":[\"nurse\"],\"displayName\":\"Nina\"}]}";
    assertThat(user("", "list")).isZero();
    assertThat(out.toString().strip()).isEqualTo("nina\tactive\tnurse\t-\tNina");
    assertThat(server.requests)
        .extracting(it -> it.replaceAll(" Bearer t\\d+", ""))
        .containsExactly(
            "PATCH /admin/users/a%40b.example {\"roles\":[\"nurse\",\"researcher\"]}",
            "PATCH /admin/users/nina {\"active\":false}",
            "PATCH /admin/users/nina {\"active\":true}",
            "POST /admin/users/nina/unlock",
            "DELETE /admin/users/nina/second-factors",
            "GET /admin/users?offset=0&limit=500");
  }

  @Test
  void aRefusalOfTheServerIsTold() {
    server.status = 409;
    server.answer =
        "{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"diagnostics\":\"The user name is"
            + " taken.\"}]}";
    assertThat(user("", "add", "nina")).isEqualTo(2);
    assertThat(err.toString()).contains("the server refuses (409): The user name is taken.");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void aKeyIsMadeForAClientAndItsPrivatePartStaysHere() throws Exception {
    Path file = folder.resolve("nightly.jwk");
    String[] add = {"add", "nightly", "--new-key", file.toString(), "--scope", "system/Patient.rs"};
    CommandLine client = ClientCommand.create(running());

    assertThat(run(client, withDirectory(add))).as(err.toString()).isZero();

    JWK key = JWK.parse(Files.readString(file));
    assertThat(key.isPrivate()).isTrue();
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(server.requests.get(0))
        .contains("\"private_key_jwt\"", "\"client_credentials\"", key.getKeyID())
        .doesNotContain("\"d\"");
    assertThat(run(client, withDirectory(add))).isEqualTo(2);
    assertThat(err.toString()).contains("exists");
    assertThat(JWK.parse(Files.readString(file))).isEqualTo(key);
  }

  @Test
  void theKeyOfAClientThatIsRefusedIsOfNoUseAndRemoved() {
    server.status = 400;
    server.answer = "{\"error_description\":\"scope: system/Patent.rs is no scope\"}";
    Path file = folder.resolve("nightly.jwk");

    assertThat(
            run(
                ClientCommand.create(running()),
                withDirectory("add", "n", "--new-key", file.toString(), "--scope", "x")))
        .isEqualTo(2);
    assertThat(file).doesNotExist();
  }

  @Test
  void clientsAreRegisteredWithTheMemberNamesOfTheStandard() throws Exception {
    CommandLine client = ClientCommand.create(running());
    assertThat(
            run(
                client,
                withDirectory(
                    "add",
                    "chart",
                    "--redirect-uri",
                    "http://localhost:9000/cb",
                    "--scope",
                    "openid patient/*.rs",
                    "--purpose-of-use-header")))
        .as(err.toString())
        .isZero();
    assertThat(server.requests.get(0))
        .startsWith("POST /admin/clients")
        .contains(
            "\"client_id\":\"chart\"",
            "\"token_endpoint_auth_method\":\"none\"",
            "\"redirect_uris\":[\"http://localhost:9000/cb\"]",
            "\"purpose_of_use_header\":true");
    Path file = write("c.json", "{\"client_id\":\"b\",\"jwks\":{\"keys\":[]}}", "rw-r--r--");
    assertThat(run(client, withDirectory("add", "--file", file.toString()))).isZero();
    assertThat(server.requests.get(1)).endsWith("{\"client_id\":\"b\",\"jwks\":{\"keys\":[]}}");
    assertThat(run(client, withDirectory("add", "x"))).isEqualTo(2);
    assertThat(run(client, withDirectory("remove", "chart"))).isZero();
    assertThat(server.requests.get(2)).startsWith("DELETE /admin/clients/chart");
    server.answer = "{\"client_id\":\"chart\",\"client_secret\":\"new\"}";
    assertThat(run(client, withDirectory("secret", "chart"))).isZero();
    assertThat(server.requests.get(3)).startsWith("POST /admin/clients/chart/secret");
    assertThat(out.toString().strip()).isEqualTo("new");
  }
}
