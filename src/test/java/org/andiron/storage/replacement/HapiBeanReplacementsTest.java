package org.andiron.storage.replacement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;

class HapiBeanReplacementsTest {

  private final DefaultListableBeanFactory beans = new DefaultListableBeanFactory();
  private final HapiBeanReplacements replacements =
      new HapiBeanReplacements(Map.of("words", StringBuilder.class));

  @Test
  void ourClassTakesTheNameOfHapis() {
    beans.registerBeanDefinition("words", new RootBeanDefinition(String.class));

    replacements.postProcessBeanDefinitionRegistry(beans);

    assertThat(beans.getBeanDefinition("words").getBeanClassName())
        .isEqualTo(StringBuilder.class.getName());
  }

  @Test
  void aNameThatHapiNoLongerHasIsRefused() {
    assertThatThrownBy(() -> replacements.postProcessBeanDefinitionRegistry(beans))
        .isInstanceOf(NoSuchBeanDefinitionException.class);
  }

  @Test
  void aBeanIsReplacedOnce() {
    beans.registerBeanDefinition("words", new RootBeanDefinition(String.class));
    replacements.postProcessBeanDefinitionRegistry(beans);

    assertThatThrownBy(
            () ->
                new HapiBeanReplacements(Map.of("words", StringBuffer.class))
                    .postProcessBeanDefinitionRegistry(beans))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("words");
  }
}
