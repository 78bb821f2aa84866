package org.andiron.ops.admission;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;

class RemoteNetworkTest {

  @Test
  void ipv4CallersDifferByAddress() {
    assertThat(keyOf("192.0.2.1")).isNotEqualTo(keyOf("192.0.2.2"));
  }

  @Test
  void ipv6CallersOfOneNetworkAreOne() {
    assertThat(keyOf("2001:db8:0:1::1")).isEqualTo(keyOf("2001:db8:0:1:ffff::2"));
    assertThat(keyOf("2001:db8:0:1::1")).isNotEqualTo(keyOf("2001:db8:0:2::1"));
  }

  @Test
  void ipv4WrittenAsIpv6IsTheIpv4Caller() {
    assertThat(keyOf("::ffff:192.0.2.1")).isEqualTo(keyOf("192.0.2.1"));
  }

  private static String keyOf(String address) {
    MockHttpServletRequest request = new MockHttpServletRequest();
    request.setRemoteAddr(address);
    return new RemoteNetwork().of(request);
  }
}
