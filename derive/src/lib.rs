//! Says once, beside a variant, what the page needs to know of it. This crate knows how that is written; the traits are in `fault`.
//!
//! ```ignore
//! #[derive(Debug, thiserror::Error, Explain)]
//! #[code(party = Network)]                                    // who can act, unless a variant says otherwise
//! enum NodeError {
//!     #[error("this computer has no network")]
//!     #[code("node-offline", party = Computer)]
//!     Offline,
//!     #[error("the node answered with HTTP status {status}")]
//!     #[code("node-http", status)]                            // a field as it is; `_0` of a variant without names
//!     Http { status: u16 },
//!     #[error("longer than {limit} bytes")]
//!     #[code("node-too-large", kilobytes = limit / 1024)]     // or made of them
//!     TooLarge { limit: usize },
//!     #[error(transparent)]
//!     #[code(transparent)]                                    // another error keeps its code, party and fields
//!     Record(RecordError),
//! }
//! ```
//!
//! A field that is not named here stays inside. `#[code(with("names"))]` on the type tells of facts that whoever draws it adds.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::{ToTokens as _, format_ident, quote};
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Attribute, DeriveInput, Expr, Fields, LitStr, Token, Variant, parenthesized, parse_macro_input};

/// Code and fields: `fault::Coded`.
#[proc_macro_derive(Coded, attributes(code))]
pub fn coded(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    derive(&parse_macro_input!(input as DeriveInput), false).unwrap_or_else(syn::Error::into_compile_error).into()
}

/// Code, fields and who can act: `fault::Coded` and `fault::Explain`.
#[proc_macro_derive(Explain, attributes(code))]
pub fn explain(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    derive(&parse_macro_input!(input as DeriveInput), true).unwrap_or_else(syn::Error::into_compile_error).into()
}

fn derive(input: &DeriveInput, is_fault: bool) -> syn::Result<TokenStream> {
    let syn::Data::Enum(data) = &input.data else {
        return Err(syn::Error::new_spanned(input, "only an enum has a code for each variant"));
    };
    let common = Said::of(&input.attrs)?;
    let arms = data.variants.iter().map(|variant| Arm::of(variant, &common)).collect::<syn::Result<Vec<_>>>()?;
    let name = &input.ident;
    let all = arms.iter().filter_map(|arm| arm.listed.as_ref());
    let codes = arms.iter().map(|arm| &arm.code);
    let fields = arms.iter().map(|arm| &arm.fields);
    let explain = if is_fault {
        let parties = arms.iter().map(|arm| arm.party.clone()).collect::<syn::Result<Vec<_>>>()?;
        quote! {
            impl crate::fault::Explain for #name {
                fn party(&self) -> crate::fault::Party { match self { #(#parties)* } }
            }
        }
    } else {
        TokenStream::new()
    };
    Ok(quote! {
        impl crate::fault::Coded for #name {
            const CODES: &'static [crate::fault::Code] = &[#(#all,)*];
            fn code(&self) -> &'static str { match self { #(#codes)* } }
            fn tell(&self, facts: &mut crate::fault::Facts) { match self { #(#fields)* } }
        }
        #explain
    })
}

/// What one variant contributes: an entry of the list, and an arm of each method.
struct Arm {
    listed: Option<TokenStream>,
    code: TokenStream,
    fields: TokenStream,
    party: syn::Result<TokenStream>,
}

impl Arm {
    fn of(variant: &Variant, common: &Said) -> syn::Result<Self> {
        let said = Said::of(&variant.attrs)?;
        let name = &variant.ident;
        if said.is_transparent {
            let inner = match &variant.fields {
                Fields::Named(fields) => {
                    fields.named.first().and_then(|field| field.ident.clone()).map(|field| quote!({ #field: inner }))
                }
                Fields::Unnamed(_) => Some(quote!((inner))),
                Fields::Unit => None,
            };
            let inner = inner.filter(|_| variant.fields.len() == 1);
            let inner = inner.ok_or_else(|| syn::Error::new_spanned(variant, "transparent needs a single field"))?;
            return Ok(Self {
                listed: None,
                code: quote!(Self::#name #inner => crate::fault::Coded::code(inner),),
                fields: quote!(Self::#name #inner => crate::fault::Coded::tell(inner, facts),),
                party: Ok(quote!(Self::#name #inner => crate::fault::Explain::party(inner),)),
            });
        }
        let code =
            said.code.ok_or_else(|| syn::Error::new_spanned(variant, "no #[code(\"…\")] beside this variant"))?;
        let names = said.fields.iter().map(|field| field.name.to_string()).chain(common.with.clone());
        let pattern = pattern(&variant.fields, &said.fields);
        let told = said.fields.iter().map(|Field { name, value }| {
            let name = name.to_string();
            quote!(facts.add(#name, #value);)
        });
        let party = said.party.or_else(|| common.party.clone());
        let party = party.ok_or_else(|| syn::Error::new_spanned(variant, "nobody says who can act: party = …"));
        Ok(Self {
            listed: Some(quote!(crate::fault::Code { name: #code, fields: &[#(#names),*] })),
            code: quote!(Self::#name { .. } => #code,),
            fields: quote!(Self::#name #pattern => { #(#told)* }),
            party: party.map(|party| quote!(Self::#name { .. } => crate::fault::Party::#party,)),
        })
    }
}

/// Binds what the values name, and no more.
fn pattern(fields: &Fields, told: &[Field]) -> TokenStream {
    let is_used = |name: &Ident| told.iter().any(|field| mentions(field.value.to_token_stream(), name));
    match fields {
        Fields::Named(named) => {
            let used = named.named.iter().filter_map(|field| field.ident.as_ref()).filter(|name| is_used(name));
            quote!({ #(#used,)* .. })
        }
        Fields::Unnamed(unnamed) => {
            let names = (0..unnamed.unnamed.len()).map(|at| format_ident!("_{at}"));
            let names = names.map(|name| if is_used(&name) { quote!(#name) } else { quote!(_) });
            quote!((#(#names),*))
        }
        Fields::Unit => TokenStream::new(),
    }
}

fn mentions(tokens: TokenStream, name: &Ident) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => ident == *name,
        TokenTree::Group(group) => mentions(group.stream(), name),
        TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}

/// What stands in `#[code(…)]`.
#[derive(Default)]
struct Said {
    code: Option<LitStr>,
    party: Option<Ident>,
    fields: Vec<Field>,
    with: Vec<String>,
    is_transparent: bool,
}

/// A fact for the sentence.
struct Field {
    name: Ident,
    value: Expr,
}

impl Said {
    fn of(attributes: &[Attribute]) -> syn::Result<Self> {
        let said = attributes.iter().find(|attribute| attribute.path().is_ident("code"));
        said.map_or_else(|| Ok(Self::default()), Attribute::parse_args)
    }
}

impl Parse for Said {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut said = Self::default();
        while !input.is_empty() {
            if input.peek(LitStr) {
                said.code = Some(input.parse()?);
            } else {
                said.take(input, input.parse()?)?;
            }
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        Ok(said)
    }
}

impl Said {
    fn take(&mut self, input: ParseStream<'_>, name: Ident) -> syn::Result<()> {
        if name == "transparent" {
            self.is_transparent = true;
        } else if name == "with" {
            let names;
            parenthesized!(names in input);
            let names = Punctuated::<LitStr, Token![,]>::parse_terminated(&names)?;
            self.with = names.iter().map(LitStr::value).collect();
        } else if name == "party" {
            input.parse::<Token![=]>()?;
            self.party = Some(input.parse()?);
        } else if input.parse::<Option<Token![=]>>()?.is_some() {
            self.fields.push(Field { name, value: input.parse()? });
        } else {
            let value = syn::parse_quote!(#name);
            self.fields.push(Field { name, value });
        }
        Ok(())
    }
}
