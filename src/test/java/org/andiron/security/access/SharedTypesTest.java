package org.andiron.security.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.andiron.security.role.TypeGroup;
import org.andiron.security.scope.ResourceTypes;
import org.andiron.visibility.SharedTypes;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What roles name as a group is about no patient. */
class SharedTypesTest {

  @ParameterizedTest
  @EnumSource(TypeGroup.class)
  void aGroupOfTypesIsShared(TypeGroup group) {
    assertThat(SharedTypes.ALL).containsAll(group.types());
    assertThat(ResourceTypes.ALL).containsAll(SharedTypes.ALL);
  }
}
