package io.langsong.web;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What the description of the API says of a route beyond what its signature tells. A test asks for one on each route. */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface ApiCall {
    /** What it does, in one short sentence. */
    String value();

    /** The record whose components are the fields of the body, for a body that is read as plain JSON; none by default. */
    Class<?> body() default Void.class;

    /**
     * The body by the name of one of the {@link ApiSchemas}; a path variable in braces stands for each of its values.
     * Given {@code binary} it is octets of the type that the route takes.
     */
    String bodyNamed() default "";

    /** What is answered, where the return type is open. */
    Class<?> answer() default Void.class;

    /** Stands for the plain JSON in the return type, as {@link #bodyNamed}. */
    String answerNamed() default "";

    /** Media types of the answer; JSON when there are none. */
    String[] types() default {};

    int status() default 200;

    /** Headers of the answer, each as {@code Name: what it holds}. */
    String[] headers() default {};

    /** Problems beyond those that each route may answer with, or that follow from its signature. */
    int[] problems() default {};
}
