namespace SurveyFunctions.Hosting;

/// <summary>Addresses from the root of the site, made from the routes of the functions.</summary>
public static class Address
{
    /// <param name="route">Of a function.</param>
    /// <param name="values">Slugs, one for each parameter of the route and in their order.</param>
    public static string Of(string route, params ReadOnlySpan<string> values)
    {
        var address = new System.Text.StringBuilder("/", capacity: 96);
        var rest = route.AsSpan();
        foreach (var value in values)
        {
            var open = rest.IndexOf('{');
            address.Append(rest[..open]).Append(value);
            rest = rest[(open + rest[open..].IndexOf('}') + 1)..];
        }
        return address.Append(rest).ToString();
    }
}
