r"""An affine coupling layer: its inverse, its slope, and the change of variable."""

from sympy import Derivative, Gt, Integral, Subs, exp

from notes.proof import Proof, chain, equal, function, positive, real, trusted

kept, moved, made = real("x_1"), real("x_2"), real("y")
start, width = real("a"), positive("w")
log_slope, shift = function(r"\kappa")(kept), function(r"\tau")(kept)
line = moved * exp(log_slope) + shift


def coupling_inverse() -> Proof:
    """What a coupling layer has moved is moved back, whatever its two functions are; its slope is an exponential."""
    steps = [
        equal(
            Subs((made - shift) * exp(-log_slope), made, line), moved, "take the shift away, divide by the slope again"
        ),
        equal(
            Derivative(line, moved),
            exp(log_slope),
            "the other coordinate is kept: the Jacobian has this entry, a one, and a zero on the other side",
        ),
    ]
    return Proof(
        "A coupling layer is inverted line by line, and has this slope along them",
        claim=steps,
        steps=steps,
        equation="eq:coupling",
    )


def coupling_keeps_mass() -> Proof:
    """On each line the density of the noise, times the slope, gives every part the mass of its image.

    Q is a primitive of the density of the noise along the line.
    """
    primitive, end = function("Q"), start + width
    low, high = start * exp(log_slope) + shift, end * exp(log_slope) + shift
    pulled = Subs(Derivative(primitive(made), made), made, line) * exp(log_slope)
    theorem = "fundamental theorem of calculus"
    return Proof(
        "On every line a coupling layer gives each part of it the mass of its image",
        claim=equal(
            Integral(pulled, (moved, start, end)), Integral(Derivative(primitive(made), made), (made, low, high))
        ),
        steps=[
            chain(Integral(pulled, (moved, start, end)))
            .equals(
                Integral(Derivative(primitive(line), moved), (moved, start, end)),
                "the density at the image, times the slope: the chain rule",
            )
            .equals(
                primitive(high) - primitive(low),
                "the integral of a slope",
                trusted(theorem, primitive(line), moved, start, end),
            )
            .equals(
                Integral(Derivative(primitive(made), made), (made, low, high)),
                "and over the image",
                trusted(theorem, primitive(made), made, low, high),
            )
        ],
        given=(Gt(high, low),),
        equation="eq:coupling-mass",
    )
