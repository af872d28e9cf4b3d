"""The one place that answers "who may see this?".

- `scopes`: the words of the rule (`role:practitioner`, `region:3`);
- `clauses`: the algebra, plain values without a database;
- `viewers`: who is looking, resolved to the ids of the audiences they satisfy;
- `access`: the rule's faces, `can_see` and `visible_to` (the third is the search engine's filter on the same ids);
- `actions`: the only writers of an object's audience;
- `levels`: an audience in words.
"""
