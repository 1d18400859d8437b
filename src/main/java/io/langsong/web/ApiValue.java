package io.langsong.web;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What the description of the API says of a parameter, or of a field of a body, beyond its name and type. */
@Documented
@Target({ElementType.PARAMETER, ElementType.RECORD_COMPONENT})
@Retention(RetentionPolicy.RUNTIME)
public @interface ApiValue {
    String value() default "";

    /** All values that it may have; none: any. */
    String[] choices() default {};

    long least() default Long.MIN_VALUE;

    long most() default Long.MAX_VALUE;

    /** Refused when it is left out, although the signature lets it be. */
    boolean needed() default false;
}
