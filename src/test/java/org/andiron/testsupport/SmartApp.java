package org.andiron.testsupport;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.andiron.testsupport.FhirHttp.Answer;

/** A SMART app and the browser in which its user works. */
public final class SmartApp {

  public static final String REDIRECT = "https://app.example.org/callback?x=1";

  private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");
  private static final Pattern AUTHORIZATION =
      Pattern.compile("name=\"authorization\" value=\"([^\"]+)\"");
  private static final String FORM = "application/x-www-form-urlencoded";

  private final String root;
  private final String clientId;
  private final String redirectUri;
  private final String verifier = UUID.randomUUID() + "-" + UUID.randomUUID();
  private String cookie = "";

  /**
   * @param root the issuer
   */
  public SmartApp(String root, String clientId) {
    this(root, clientId, REDIRECT);
  }

  /** An app with another redirect URI. */
  public SmartApp(String root, String clientId, String redirectUri) {
    this.root = root;
    this.clientId = clientId;
    this.redirectUri = redirectUri;
  }

  /** Metadata of a public app, with further members. */
  public static String publicApp(String clientId, String scope, String... members) {
    return metadata(clientId, scope, "\"token_endpoint_auth_method\": \"none\"", members);
  }

  /** Metadata of an app with a way to prove who it is. */
  public static String metadata(
      String clientId, String scope, String authentication, String... members) {
    return "{\"client_id\": \"%s\", \"client_name\": \"Test app\", \"redirect_uris\": [\"%s\"],"
            .formatted(clientId, REDIRECT)
        + " \"grant_types\": [\"authorization_code\", \"refresh_token\"], \"scope\": \""
        + scope
        + "\", "
        + authentication
        + Arrays.stream(members).map(it -> ", " + it).collect(Collectors.joining())
        + "}";
  }

  /** Signs a user of {@link TestUsers} in. */
  public SmartApp signIn(String user) {
    return visit(TestUsers.SIGN_IN + "?user=" + user);
  }

  /** Opens a path of the server and keeps its cookie. */
  public SmartApp visit(String path) {
    return keep(browser().get(path));
  }

  /** Keeps the cookie of an answer. */
  public SmartApp keep(Answer answer) {
    answer.header("Set-Cookie").ifPresent(it -> cookie = it.split(";", 2)[0]);
    return this;
  }

  public String verifier() {
    return verifier;
  }

  /** A good authorization request. */
  public Map<String, String> request(String scope) {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("response_type", "code");
    parameters.put("client_id", clientId);
    parameters.put("redirect_uri", redirectUri);
    parameters.put("scope", scope);
    parameters.put("state", "a state/ü+%20&=\"");
    parameters.put("aud", root + "/fhir");
    parameters.put("code_challenge", challenge(verifier));
    parameters.put("code_challenge_method", "S256");
    return parameters;
  }

  private static String challenge(String verifier) {
    try {
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(
              MessageDigest.getInstance("SHA-256")
                  .digest(verifier.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Sends an authorization request as a link does. */
  public Answer authorize(Map<String, String> parameters) {
    return browser().get("/oauth2/authorize?" + encode(parameters));
  }

  /** The address of an authorization request. */
  public String link(Map<String, String> parameters) {
    return root + "/oauth2/authorize?" + encode(parameters);
  }

  /** Sends an authorization request as a form does. */
  public Answer post(Map<String, String> parameters) {
    return browser().post("/oauth2/authorize", encode(parameters), "Content-Type", FORM);
  }

  /** Allows scopes on the page to which an answer leads. */
  public Answer allow(Answer page, List<String> scopes) {
    Map<String, String> query = query(page);
    StringBuilder form =
        new StringBuilder(
            encode(Map.of("client_id", query.get("client_id"), "state", query.get("state"))));
    scopes.forEach(scope -> form.append("&scope=").append(SigningClient.encode(scope)));
    return browser().post("/oauth2/authorize", form.toString(), "Content-Type", FORM);
  }

  /** Signs somebody in on the page for that. */
  public SmartApp signIn(Person person) {
    fillIn(
        "/auth/sign-in",
        "/auth/sign-in",
        Map.of("username", person.username(), "password", person.password()));
    return this;
  }

  /** Chooses a patient on the page to which the one of an answer leads first. */
  public void choose(Answer page, String patient) {
    String state = query(page).get("state");
    fillIn(
        "/auth/patient?" + encode(Map.of("state", state)),
        "/auth/patient",
        Map.of("state", state, "patient", patient));
  }

  /** Signs out, on a page. */
  public void signOut() {
    fillIn("/auth/apps", "/auth/sign-out", Map.of());
  }

  /** Takes the first app on the page of the user's apps what it was allowed. */
  public void takeBack() {
    Matcher authorization = AUTHORIZATION.matcher(browser().get("/auth/apps").body());
    if (!authorization.find()) {
      throw new AssertionError("no app on the page");
    }
    fillIn("/auth/apps", "/auth/apps", Map.of("authorization", authorization.group(1)));
  }

  /** What a page shows to the person who is signed in, or to nobody. */
  public Answer open(String page) {
    return browser().get(page);
  }

  /** Posts what the script of a page does. */
  public Answer script(String page, String path, String json) {
    String token = token(page);
    Answer answer =
        browser().post(path, json, "Content-Type", "application/json", "X-CSRF-TOKEN", token);
    keep(answer);
    return answer;
  }

  private String token(String page) {
    Answer shown = open(page);
    keep(shown);
    Matcher token = CSRF.matcher(shown.body());
    if (!token.find()) {
      throw new AssertionError("no form on " + page);
    }
    return token.group(1);
  }

  private void fillIn(String page, String action, Map<String, String> fields) {
    Map<String, String> form = new LinkedHashMap<>(fields);
    form.put("_csrf", token(page));
    Answer answer = browser().post(action, encode(form), "Content-Type", FORM);
    if (answer.status() != 303) {
      throw new AssertionError(answer.status() + " " + answer.body());
    }
    keep(answer);
  }

  /** Goes from the request to the code, allowing everything that is asked for on the page. */
  public String code(Map<String, String> parameters) {
    Answer answer = authorize(parameters);
    if (!answer.header("Location").orElse("").startsWith("https://app.example.org/")) {
      answer = allow(answer, List.of(query(answer).get("scope").split(" ")));
    }
    String code = query(answer).get("code");
    if (code == null) {
      throw new AssertionError(answer.status() + " " + answer.header("Location") + answer.body());
    }
    return code;
  }

  /** The parameters of the URL to which an answer leads. */
  public static Map<String, String> query(Answer answer) {
    return query(
        answer
            .header("Location")
            .orElseThrow(() -> new AssertionError(answer.status() + " " + answer.body())));
  }

  /** The parameters of a URL. */
  public static Map<String, String> query(String location) {
    Map<String, String> query = new LinkedHashMap<>();
    for (String parameter : URI.create(location).getRawQuery().split("&")) {
      String[] parts = parameter.split("=", 2);
      query.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    return query;
  }

  /** The form that redeems a code. */
  public Map<String, String> redemption(String code) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "authorization_code");
    form.put("code", code);
    form.put("redirect_uri", redirectUri);
    form.put("code_verifier", verifier);
    form.put("client_id", clientId);
    return form;
  }

  /** Redeems a code as a public app does. */
  public Answer redeem(String code) {
    return token(redemption(code));
  }

  /** Refreshes as a public app does. */
  public Answer refresh(String refreshToken, String... scope) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "refresh_token");
    form.put("refresh_token", refreshToken);
    form.put("client_id", clientId);
    if (scope.length > 0) {
      form.put("scope", scope[0]);
    }
    return token(form);
  }

  /** Posts a form to the token endpoint. */
  public Answer token(Map<String, String> form, String... headers) {
    return new FhirHttp(root, headers).post("/oauth2/token", encode(form), "Content-Type", FORM);
  }

  private FhirHttp browser() {
    return cookie.isEmpty() ? new FhirHttp(root) : new FhirHttp(root, "Cookie", cookie);
  }

  private static String encode(Map<String, String> parameters) {
    return parameters.entrySet().stream()
        .map(it -> it.getKey() + "=" + SigningClient.encode(it.getValue()))
        .collect(Collectors.joining("&"));
  }
}
