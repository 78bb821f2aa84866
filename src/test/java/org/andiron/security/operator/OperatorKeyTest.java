package org.andiron.security.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.andiron.startup.StartupRefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OperatorKeyTest {

  @TempDir private Path folder;

  @Test
  void theFirstStartMakesAKeyForTheOwnerAloneAndLaterOnesKeepIt() throws Exception {
    OperatorKey key = OperatorKey.in(folder, event -> {});
    Path file = folder.resolve("operator.jwk");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(OperatorKey.in(folder, event -> {}).publicKeys()).isEqualTo(key.publicKeys());
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void theRegistrationHasThePublicPartOnly() {
    OperatorKey key = OperatorKey.in(folder, event -> {});
    assertThat(key.publicKeys().toString()).contains("P-384").doesNotContain(" d=");
    assertThat(key.registration())
        .containsEntry("client_id", "andiron-operator")
        .containsEntry("token_endpoint_auth_method", "private_key_jwt")
        .containsEntry("scope", "system/*.cruds scim");
  }

  @Test
  void nodesThatStartAtOnceHaveOneKey() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<Object>> starts = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        starts.add(threads.submit(() -> OperatorKey.in(folder, event -> {}).publicKeys()));
      }
      Set<Object> keys = new HashSet<>();
      for (Future<Object> start : starts) {
        keys.add(start.get());
      }
      assertThat(keys).hasSize(1);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void aKeyThatOthersMayReadStopsTheStart() throws Exception {
    OperatorKey.in(folder, event -> {});
    Path file = folder.resolve("operator.jwk");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    assertThatExceptionOfType(StartupRefusedException.class)
        .isThrownBy(() -> OperatorKey.in(folder, event -> {}))
        .withMessageContaining("open to others");
  }

  @Test
  void aKeyOfAnotherUserStopsTheStart() throws Exception {
    assumeTrue("root".equals(System.getProperty("user.name")), "only root can give files away");
    OperatorKey.in(folder, event -> {});
    Path file = folder.resolve("operator.jwk");
    Files.setAttribute(file, "unix:uid", 65534);
    assertThatExceptionOfType(StartupRefusedException.class)
        .isThrownBy(() -> OperatorKey.in(folder, event -> {}))
        .withMessageContaining("belongs to another user");
  }

  @Test
  void whatIsNoKeyStopsTheStart() throws Exception {
    Path file = folder.resolve("operator.jwk");
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, "{\"kty\":\"oct\",\"k\":\"c2VjcmV0\"}");
    assertThatExceptionOfType(StartupRefusedException.class)
        .isThrownBy(() -> OperatorKey.in(folder, event -> {}))
        .withMessageContaining("is not an operator key")
        .withMessageNotContaining("c2VjcmV0");
  }
}
