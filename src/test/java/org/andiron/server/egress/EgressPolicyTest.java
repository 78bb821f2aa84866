package org.andiron.server.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EgressPolicyTest {

  private static final Map<String, List<String>> NAMES =
      Map.of(
          "hooks.example.org", List.of("93.184.216.34"),
          "intranet.example.org", List.of("10.1.2.3"),
          "both.example.org", List.of("127.0.0.1", "93.184.216.34"),
          "localhost", List.of("127.0.0.1"),
          "metadata.example.org", List.of("169.254.169.254"));

  private static EgressPolicy policy(boolean allowPrivate, String... allow) {
    EgressProperties properties =
        new EgressProperties(
            List.of(allow), allowPrivate, Duration.ofSeconds(1), Duration.ofSeconds(1), 2);
    return new EgressPolicy(properties, EgressPolicyTest::lookUp);
  }

  private static InetAddress[] lookUp(String host) throws UnknownHostException {
    if (AddressRange.isAddress(host)) {
      return new InetAddress[] {InetAddress.getByName(host)};
    }
    List<String> known = NAMES.get(host);
    if (known == null) {
      throw new UnknownHostException(host);
    }
    InetAddress[] addresses = new InetAddress[known.size()];
    for (int i = 0; i < addresses.length; i++) {
      addresses[i] = InetAddress.getByName(known.get(i));
    }
    return addresses;
  }

  @Nested
  class ByDefault {
    private final EgressPolicy policy = policy(false, "*");

    @Test
    void aPublicHostMayBeCalled() {
      assertThat(policy.refusal("https://hooks.example.org/notify")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "http://127.0.0.1/x",
          "http://127.1.2.3:8080/",
          "http://[::1]/",
          "http://[::ffff:127.0.0.1]/",
          "http://[::ffff:10.0.0.1]/",
          "http://[64:ff9b::7f00:1]/",
          "http://[2002:7f00:1::]/",
          "http://[fe80::1]/",
          "http://[fd12:3456::1]/",
          "http://[ff02::1]/",
          "http://[::]/",
          "http://0.0.0.0/",
          "http://10.0.0.1/",
          "http://172.31.255.255/",
          "http://192.168.1.1/",
          "http://100.64.0.1/",
          "http://169.254.169.254/latest/meta-data",
          "http://224.0.0.1/",
          "http://255.255.255.255/",
          "http://localhost:8080/fhir",
          "http://intranet.example.org/",
          "http://metadata.example.org/",
        })
    void anAddressThatIsNotPublicIsRefused(String url) {
      assertThat(policy.refusal(url)).hasValueSatisfying(r -> assertThat(r).contains("allow"));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "ftp://hooks.example.org/",
          "file:///etc/passwd",
          "jar:http://hooks.example.org/x!/y",
          "gopher://hooks.example.org",
          "hooks.example.org",
          "//hooks.example.org/x",
          "mailto:a@b.c"
        })
    void onlyHttpAndHttpsAreSpoken(String url) {
      assertThat(policy.refusal(url)).hasValue("only http and https URLs may be called");
    }

    @Test
    void aUserInTheUrlIsRefused() {
      assertThat(policy.refusal("http://a:b@hooks.example.org/")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "http://exa mple.org", "http:///path", "http://"})
    void whatIsNotAUrlIsRefused(String url) {
      assertThat(policy.refusal(url)).isPresent();
    }

    @Test
    void aNameThatIsUnknownNowIsCheckedWhenItIsCalled() {
      assertThat(policy.refusal("https://later.example.org/")).isEmpty();
      assertThatThrownBy(() -> policy.resolve("later.example.org"))
          .isInstanceOf(UnknownHostException.class)
          .isNotInstanceOf(EgressRefusedException.class);
    }

    @Test
    void ofSeveralAddressesOnlyThePublicOnesAreConnected() throws Exception {
      assertThat(policy.resolve("both.example.org"))
          .containsExactly(InetAddress.getByName("93.184.216.34"));
    }

    @Test
    void theRefusalDoesNotTellTheAddress() {
      assertThatThrownBy(() -> policy.resolve("intranet.example.org"))
          .isInstanceOf(EgressRefusedException.class)
          .message()
          .doesNotContain("10.1.2.3")
          .contains("andiron.egress.allow");
    }
  }

  @Nested
  class WithPrivateNetworksAllowed {
    private final EgressPolicy policy = policy(true, "*");

    @Test
    void anIntranetHostMayBeCalled() {
      assertThat(policy.refusal("http://intranet.example.org/")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost/", "http://169.254.169.254/", "http://[fe80::1]/"})
    void thisHostAndThisLinkStayRefused(String url) {
      assertThat(policy.refusal(url)).isPresent();
    }
  }

  @Nested
  class WithAList {
    private final EgressPolicy policy = policy(false, "hooks.example.org", "127.0.0.0/8");

    @Test
    void aListedHostMayBeCalledInAnyCase() {
      assertThat(policy.refusal("https://HOOKS.example.org./")).isEmpty();
    }

    @Test
    void anotherHostIsRefused() {
      assertThat(policy.refusal("http://93.184.216.34/")).isPresent();
      assertThat(policy("a.example".isEmpty(), "a.example").refusal("http://b.example/"))
          .isPresent();
    }

    @Test
    void aListedBlockMayBeCalledEvenIfItIsLoopback() {
      assertThat(policy.refusal("http://localhost:1234/")).isEmpty();
      assertThat(policy.refusal("http://127.0.0.1/")).isEmpty();
    }
  }

  @Test
  void aStarBeforeADomainMeansItsSubdomainsOnly() {
    EgressPolicy policy = policy(false, "*.example.org");
    assertThat(policy.refusal("http://hooks.example.org/")).isEmpty();
    assertThat(policy.refusal("http://example.org/")).isPresent();
    assertThat(policy.refusal("http://badexample.org/")).isPresent();
  }

  @Test
  void anEmptyListRefusesEverything() {
    assertThat(policy(true).refusal("https://hooks.example.org/")).isPresent();
  }
}
