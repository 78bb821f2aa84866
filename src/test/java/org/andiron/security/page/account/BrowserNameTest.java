package org.andiron.security.page.account;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrowserNameTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/131.0 Safari/537.36 Edg/131.0|Edge, Windows",
        "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0|Firefox, Linux",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605 Version/18.1 Safari/604|Safari, iPhone",
        "Mozilla/5.0 (Linux; Android 14) Chrome/131.0 Mobile Safari/537.36|Chrome, Android",
        "curl/8.5|''",
      })
  void theNameIsThatOfTheBrowserAndItsSystem(String header, String name) {
    assertThat(BrowserName.of(header)).isEqualTo(name);
  }
}
