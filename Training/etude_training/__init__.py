"""Training of Etude's neural composer: corpus -> tokens -> weights."""
