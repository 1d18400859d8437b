package io.langsong.access;

import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/** A server whose passwords are hashed with little work: hundreds sign in, mostly on the way to something else. */
public final class QuickPasswords implements ApplicationContextInitializer<ConfigurableApplicationContext> {
    @Override
    public void initialize(ConfigurableApplicationContext context) {
        context.addBeanFactoryPostProcessor(beans -> {
            AbstractBeanDefinition passwords = (AbstractBeanDefinition) beans.getBeanDefinition("passwords");
            passwords.setInstanceSupplier(() -> TestAccess.QUICK);
        });
    }
}
