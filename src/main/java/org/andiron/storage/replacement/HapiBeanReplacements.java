package org.andiron.storage.replacement;

import java.util.Map;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.core.Ordered;

/**
 * Puts our class in the place of one of HAPI's beans, under HAPI's name, so that there is only one
 * of each. A name that HAPI no longer has stops the start, and so does one that is replaced twice.
 */
public final class HapiBeanReplacements implements BeanDefinitionRegistryPostProcessor, Ordered {

  private static final String REPLACED = HapiBeanReplacements.class.getName();

  private final Map<String, Class<?>> replacements;

  public HapiBeanReplacements(Map<String, Class<?>> replacements) {
    this.replacements = Map.copyOf(replacements);
  }

  @Override
  public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
    replacements.forEach(
        (name, type) -> {
          if (registry.getBeanDefinition(name).hasAttribute(REPLACED)) {
            throw new IllegalStateException("The bean " + name + " is replaced twice");
          }
          registry.removeBeanDefinition(name);
          RootBeanDefinition definition = new RootBeanDefinition(type);
          definition.setAttribute(REPLACED, true);
          definition.setAutowireMode(RootBeanDefinition.AUTOWIRE_CONSTRUCTOR);
          registry.registerBeanDefinition(name, definition);
        });
  }

  @Override
  public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
    // Everything is done in the registry.
  }

  @Override
  public int getOrder() {
    return Ordered.LOWEST_PRECEDENCE;
  }
}
