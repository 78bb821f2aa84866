package org.andiron.storage.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.Map;
import org.andiron.storage.jpa.QueryOnDemandRepositories.QueryOnDemandFactoryBean;
import org.andiron.testsupport.AndironIT;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.data.envers.repository.support.EnversRevisionRepositoryFactoryBean;

class QueryOnDemandRepositoriesIT extends AndironIT {

  @Autowired private ConfigurableApplicationContext context;

  @Test
  void everyRepositoryParsesItsQueriesOnDemand() {
    Map<String, ?> eager = context.getBeansOfType(EnversRevisionRepositoryFactoryBean.class);
    assertThat(eager).hasSizeGreaterThan(50);
    assertThat(eager.values()).allMatch(QueryOnDemandFactoryBean.class::isInstance);
  }

  @Test
  void everyQueryThatTheStartNoLongerParsesIsValid() {
    DefaultListableBeanFactory eager =
        new DefaultListableBeanFactory(context.getAutowireCapableBeanFactory());
    for (String name : context.getBeanNamesForType(QueryOnDemandFactoryBean.class)) {
      String repository = BeanFactoryUtils.transformedBeanName(name);
      RootBeanDefinition declared =
          new RootBeanDefinition(
              (RootBeanDefinition) context.getBeanFactory().getMergedBeanDefinition(repository));
      declared.setBeanClass(EnversRevisionRepositoryFactoryBean.class);
      eager.registerBeanDefinition(repository, declared);
      assertThatCode(() -> eager.getBean(name)).as(repository).doesNotThrowAnyException();
    }
    assertThat(eager.getBeanDefinitionNames()).hasSizeGreaterThan(50);
  }
}
