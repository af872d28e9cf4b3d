"""The no-leak harness: random items, people and changes; every channel compared with a plain computation of the rule.

`world` makes and changes things and keeps its own books; `channels` are the ways in which somebody could learn that a
thing exists; `harness` compares what a viewer can observe with what the books say. A new list, feed, count, mail or
file adds one function to `channels`.
"""
