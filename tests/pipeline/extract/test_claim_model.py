import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.claim_model import Linear

MODEL = Linear(np.random.default_rng(0).normal(size=(64, 2)).astype(np.float32), np.zeros(2, np.float32))


@given(
    st.lists(st.text(max_size=4), max_size=200).flatmap(
        lambda one: st.tuples(st.just(one), st.permutations(one))
    )
)
def test_the_order_of_features_changes_no_score(orders):
    one, other = (MODEL.scores(order) for order in orders)
    np.testing.assert_allclose(one, other, rtol=0, atol=1e-12)
